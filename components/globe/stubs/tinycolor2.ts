/** In place of tinycolor2: only the colours of react-globe.gl's own layers are read with it. */
export { leftOut as default } from './left-out';
