/** In place of three's WebGPU build, which only react-globe.gl's heatmap layer needs: we never use that layer. */
export class WebGPURenderer {
  constructor() {
    throw new Error('the WebGPU renderer is left out of this build');
  }
}

export class StorageInstancedBufferAttribute {
  constructor() {
    throw new Error('the WebGPU renderer is left out of this build');
  }
}
