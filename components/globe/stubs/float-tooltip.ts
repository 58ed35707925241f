/** In place of float-tooltip (with preact and d3-selection): the library makes one while it starts; ours are the page's. */
export default class NoTooltip {
  content(): void {}
}
