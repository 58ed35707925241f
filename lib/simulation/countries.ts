/** Parts of the world within which trends spread at once, and from which they travel on (`trends.ts`). */
export const REGIONS = [
  'north-america',
  'mexico-caribbean',
  'andes',
  'brazil',
  'southern-cone',
  'british-isles',
  'western-europe',
  'iberia',
  'central-europe',
  'nordics',
  'italy-balkans',
  'eastern-europe',
  'turkey-levant',
  'gulf',
  'north-africa',
  'west-africa',
  'south-east-africa',
  'central-asia',
  'south-asia',
  'southeast-asia',
  'china',
  'japan-korea',
  'oceania',
] as const;
export type Region = (typeof REGIONS)[number];

/** Languages that comments are written in; everybody else writes English. */
export const LANGUAGES = ['en', 'es', 'pt', 'fr', 'de', 'it', 'nl', 'pl', 'tr', 'ja', 'ko', 'id'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Country = {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** Millions of people who are online: population times share of internet users. */
  readonly online: number;
  /** How much its people pin, against the world's mean. */
  readonly uptake: number;
  readonly region: Region;
  readonly language: Language;
};

/**
 * Country, population in millions, share online in percent, uptake. The first two are rounded from what the World Bank
 * and the ITU published for 2022/23; the uptake is our guess at where such a service is at home.
 */
const TABLE: Readonly<Record<Region, string>> = {
  'north-america': 'US 335 93 1.5|CA 40 94 1.4',
  'mexico-caribbean':
    'MX 128 81 1.1|GT 18 56 .8|HN 10 60 .7|SV 6.3 65 .8|NI 7 60 .7|CR 5.2 85 1|PA 4.4 74 .9|CU 11 71 .3|DO 11.3 85 .9|HT 11.6 39 .4|JM 2.8 83 .8|PR 3.2 82 1.1|TT 1.5 81 .8|BB .28 80 .8|BS .41 94 .8|BZ .41 72 .7',
  andes: 'CO 52 77 1.1|PE 34 79 1|EC 18 73 .9|BO 12 73 .7|VE 28 62 .7',
  brazil: 'BR 216 84 1.2',
  'southern-cone': 'AR 46 89 1.2|CL 19.6 94 1.1|UY 3.4 90 1.1|PY 6.8 78 .8|GY .81 82 .6|SR .62 76 .6',
  'british-isles': 'GB 68 96 1.4|IE 5.2 95 1.4',
  'western-europe':
    'FR 68 87 1.4|BE 11.8 94 1.2|NL 17.8 97 1.3|LU .66 99 1.1|CH 8.8 97 1.2|RE .87 80 .8|NC .27 82 .7|PF .3 75 .7',
  iberia: 'ES 48 95 1.2|PT 10.4 86 1.1',
  'central-europe':
    'DE 84 92 1.4|AT 9.1 95 1.3|PL 37 86 1.1|CZ 10.9 86 1|SK 5.4 87 1|HU 9.6 90 1|SI 2.1 90 1|HR 3.9 83 1',
  nordics:
    'SE 10.5 95 1.1|NO 5.5 99 1.1|DK 5.9 99 1.1|FI 5.6 94 1|IS .39 100 1|EE 1.4 93 .9|LV 1.9 92 .8|LT 2.9 89 .9',
  'italy-balkans':
    'IT 59 87 1.2|GR 10.4 85 .9|MT .55 92 1|AL 2.7 83 .7|BA 3.2 79 .7|RS 6.6 85 .8|ME .62 88 .7|MK 1.8 87 .7|XK 1.8 89 .6|BG 6.4 80 .8|RO 19 89 .9|CY 1.3 91 .9',
  'eastern-europe':
    'RU 144 92 .5|UA 37 79 .8|BY 9.2 90 .5|MD 2.5 80 .6|GE 3.7 82 .6|AM 2.8 79 .5|AZ 10.1 88 .5',
  'turkey-levant': 'TR 85 86 .9|IL 9.8 92 .9|LB 5.4 84 .7|JO 11.3 91 .6|PS 5.2 87 .4|SY 23 36 .2|IQ 45 79 .4',
  gulf: 'SA 37 100 .8|AE 9.5 100 1|QA 2.7 100 .8|KW 4.3 100 .8|BH 1.5 100 .8|OM 4.6 97 .6|YE 34 27 .1|IR 89 82 .2',
  'north-africa': 'EG 113 72 .5|MA 38 90 .7|DZ 46 71 .5|TN 12.5 79 .6|LY 6.9 88 .4|SD 48 29 .1',
  'west-africa':
    'NG 224 35 .5|GH 34 70 .5|CI 29 38 .4|SN 18 60 .4|CM 29 46 .3|ML 23 33 .2|BF 23 20 .2|BJ 13.7 34 .2|TG 9.1 37 .2|GN 14 35 .2|NE 27 17 .1|GA 2.4 72 .4|CV .6 70 .5',
  'south-east-africa':
    'ZA 60 75 .9|KE 55 41 .6|ET 127 19 .2|TZ 67 32 .3|UG 49 15 .3|RW 14 34 .3|ZM 20 31 .3|ZW 16.7 35 .4|MZ 34 20 .2|AO 37 39 .3|CD 102 27 .1|MG 30 20 .2|MW 21 18 .2|BW 2.7 77 .5|NA 2.6 62 .5|MU 1.26 76 .8',
  'central-asia': 'KZ 20 92 .5|UZ 36 83 .3|KG 7 80 .3|TJ 10 36 .2|MN 3.4 84 .5|AF 42 18 .05',
  'south-asia': 'IN 1429 46 .45|PK 240 33 .3|BD 173 39 .3|LK 22 50 .5|NP 31 52 .4|MV .52 84 .6',
  'southeast-asia':
    'ID 278 69 .7|PH 117 75 .9|VN 99 79 .7|TH 72 88 .8|MY 34 98 .9|SG 5.9 96 1.1|KH 17 57 .5|MM 54 44 .3|LA 7.6 62 .4|BN .45 99 .8',
  china: 'CN 1410 77 .06|HK 7.5 96 .9|MO .7 92 .7|TW 23.5 91 .8',
  'japan-korea': 'JP 124 85 .9|KR 51.7 97 .8',
  oceania: 'AU 26.6 97 1.4|NZ 5.2 96 1.3|PG 10.3 27 .3|FJ .94 85 .6',
};

const SPOKEN: Readonly<Record<Exclude<Language, 'en'>, string>> = {
  es: 'MX GT HN SV NI CR PA CU DO PR CO PE EC BO VE AR CL UY PY ES',
  pt: 'BR PT AO MZ CV',
  fr: 'FR BE LU RE NC PF CI SN ML BF BJ TG GN NE GA HT MA DZ TN',
  de: 'DE AT CH',
  it: 'IT',
  nl: 'NL SR',
  pl: 'PL',
  tr: 'TR',
  ja: 'JP',
  ko: 'KR',
  id: 'ID',
};

function languageOf(code: string): Language {
  for (const language of LANGUAGES)
    if (language !== 'en' && SPOKEN[language].split(' ').includes(code)) return language;
  return 'en';
}

function read(region: Region, row: string): Country {
  const [code = '', population, share, uptake] = row.split(' ');
  return {
    code,
    online: (Number(population) * Number(share)) / 100,
    uptake: Number(uptake),
    region,
    language: languageOf(code),
  };
}

/** The countries that take part, by code. */
export const COUNTRIES: ReadonlyMap<string, Country> = new Map(
  REGIONS.flatMap((region) =>
    TABLE[region].split('|').map((row) => {
      const country = read(region, row);
      return [country.code, country] as const;
    }),
  ),
);
