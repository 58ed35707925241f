/** In place of three's WebGPU build, which only react-globe.gl's heatmap layer needs: we never use that layer. */
export { LeftOut as StorageInstancedBufferAttribute, LeftOut as WebGPURenderer } from './left-out';
