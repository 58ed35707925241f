/** three/webgpu: only the library's heatmap layer and its WebGPU renderer want it. */
export class WebGPURenderer {}
export class StorageInstancedBufferAttribute {}
