/** For what is never called as we use the library: it says so, should that change. */
export function leftOut(): never {
  throw new Error('this layer of react-globe.gl is left out of this build: components/globe/aliases.json');
}

export class LeftOut {
  constructor() {
    leftOut();
  }
}
