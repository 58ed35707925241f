/** In place of three's extruded text: only react-globe.gl's labels layer needs it. */
export class TextGeometry {
  constructor() {
    throw new Error('labels are left out of this build');
  }
}
