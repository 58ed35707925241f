/** In place of d3-scale-chromatic: only react-globe.gl's heatmap layer needs its colours. */
export const interpolateTurbo = () => '#000';
