/** In place of three's trackball and flight controls: the globe is turned by the orbit controls. */
export { LeftOut as FlyControls, LeftOut as TrackballControls } from './left-out';
