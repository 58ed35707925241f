/** h3-js: hexagons. */
const unused = () => [];

export { unused as cellToBoundary, unused as cellToLatLng, unused as latLngToCell, unused as polygonToCells };
