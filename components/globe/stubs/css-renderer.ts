/** In place of three's CSS2DRenderer: react-globe.gl always makes one for HTML elements, and we give it none. */
export class CSS2DRenderer {
  readonly domElement = document.createElement('div');

  setSize(): void {}

  render(): void {}
}

export { LeftOut as CSS2DObject } from './left-out';
