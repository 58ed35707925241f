/** three's fonts: the library's labels. It makes one while it starts. */
export class Font {}
