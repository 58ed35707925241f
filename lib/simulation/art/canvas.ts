/** Every picture is a portrait of this size. */
export const WIDTH = 400;
export const HEIGHT = 500;

export type Point = readonly [number, number];

/** A number as SVG wants it: one decimal at most. */
export const n = (value: number): string => String(Math.round(value * 10) / 10);

/** A closed polygon as path text. */
export const polygon = (...points: readonly Point[]): string =>
  `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`;

/** A sector of a circle between two angles (radians), as path text. */
export function sector(x: number, y: number, r: number, from: number, to: number): string {
  const at = (angle: number) => `${n(x + r * Math.cos(angle))} ${n(y + r * Math.sin(angle))}`;
  return `M${n(x)} ${n(y)}L${at(from)}A${n(r)} ${n(r)} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}Z`;
}

/** A leaf from a foot along an angle (radians): two bows that meet in a tip. */
export function leaf(x: number, y: number, angle: number, length: number, width: number): string {
  const along = (by: number, aside: number) =>
    `${n(x + Math.cos(angle) * by - Math.sin(angle) * aside)} ${n(y + Math.sin(angle) * by + Math.cos(angle) * aside)}`;
  return `M${n(x)} ${n(y)}Q${along(length * 0.45, width)} ${along(length, 0)}Q${along(length * 0.45, -width)} ${n(x)} ${n(y)}Z`;
}

/** Between two colours `#rrggbb`: 0 is the first, 1 the second. */
export function blend(from: string, to: string, share: number): string {
  const channel = (at: number) => {
    const [a, b] = [Number.parseInt(from.slice(at, at + 2), 16), Number.parseInt(to.slice(at, at + 2), 16)];
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** Collects shapes, first ones at the back, and makes an SVG document of them: no text, nothing from outside. */
export class Canvas {
  #body = '';
  #defs = '';
  #names = 0;

  rect(x: number, y: number, width: number, height: number, fill: string, more = ''): void {
    this.#body += `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}"${more && ` ${more}`}/>`;
  }
  circle(x: number, y: number, r: number, fill: string, more = ''): void {
    this.#body += `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}"${more && ` ${more}`}/>`;
  }
  ellipse(x: number, y: number, rx: number, ry: number, fill: string, more = ''): void {
    this.#body += `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"${more && ` ${more}`}/>`;
  }
  path(d: string, fill: string, more = ''): void {
    this.#body += `<path d="${d}" fill="${fill}"${more && ` ${more}`}/>`;
  }
  stroke(d: string, color: string, width: number, more = ''): void {
    this.path(d, 'none', `stroke="${color}" stroke-width="${n(width)}"${more && ` ${more}`}`);
  }
  ring(x: number, y: number, r: number, color: string, width: number, more = ''): void {
    this.circle(x, y, r, 'none', `stroke="${color}" stroke-width="${n(width)}"${more && ` ${more}`}`);
  }
  /** From top to bottom; the answer is a fill. */
  gradient(...colors: readonly string[]): string {
    const id = `d${this.#names++}`;
    const stops = colors
      .map(
        (color, index) => `<stop offset="${n((index / (colors.length - 1)) * 100)}%" stop-color="${color}"/>`,
      )
      .join('');
    this.#defs += `<linearGradient id="${id}" x2="0" y2="1">${stops}</linearGradient>`;
    return `url(#${id})`;
  }
  /** A shape to be drawn many times, by its path text; the answer is its name. */
  shape(d: string): string {
    const id = `d${this.#names++}`;
    this.#defs += `<path id="${id}" d="${d}"/>`;
    return id;
  }
  /** Draws a shape, moved by an SVG transform. */
  use(shape: string, transform: string, fill: string, more = ''): void {
    this.#body += `<use href="#${shape}" transform="${transform}" fill="${fill}"${more && ` ${more}`}/>`;
  }
  /** What is drawn within shows in a disc only. */
  clipped(x: number, y: number, r: number, draw: () => void): void {
    const id = `d${this.#names++}`;
    this.#defs += `<clipPath id="${id}"><circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}"/></clipPath>`;
    this.#body += `<g clip-path="url(#${id})">`;
    draw();
    this.#body += '</g>';
  }
  /** What is drawn within is moved by an SVG transform. */
  group(transform: string, draw: () => void): void {
    this.#body += `<g transform="${transform}">`;
    draw();
    this.#body += '</g>';
  }

  toString(): string {
    const defs = this.#defs && `<defs>${this.#defs}</defs>`;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">${defs}${this.#body}</svg>`;
  }
}
