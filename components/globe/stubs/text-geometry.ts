/** In place of three's extruded text: only react-globe.gl's labels layer needs it. */
export { LeftOut as TextGeometry } from './left-out';
