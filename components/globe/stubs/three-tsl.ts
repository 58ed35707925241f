/** In place of three's shading language: only react-globe.gl's heatmap layer asks for it, and we never use that. */
export {};
