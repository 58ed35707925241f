/** In place of three's fonts: react-globe.gl makes one for its labels while it starts. */
export class Font {}
