import { words } from './words';

export const travel = words({
  titles: `
Lisbon in three slow days
Night train from Vienna to Venice
The quiet side of Mallorca
Kyoto in November: where to see the maples
Seven islands of the Azores, ranked by hikes
Patagonia on a small budget
Street food map of Penang
Road trip along the Norwegian coast
A week on the Amalfi Coast without a car
Oaxaca for food lovers
Where to swim in the Swiss lakes
Marrakesh: riads under 80 euros
Two weeks in Vietnam, north to south
Scottish Highlands in a camper van
Sunrise over Bagan
Island hopping in the Cyclades
Cape Town with kids
Best viewpoints of Rio de Janeiro
Iceland's ring road in ten days
Slow travel through Slovenia
Tokyo neighbourhoods for first-timers
The white villages of Andalusia
Trans-Mongolian railway, what to pack
Hidden beaches of Sardinia
Autumn colours in Quebec
Cycling around Lake Constance
Sri Lanka's tea country by train
Weekend in Copenhagen: design and bakeries
Desert nights in Wadi Rum
Carry-on packing list for cold places
Dolomites hut to hut
Jungle lodges in Costa Rica
Ferry-hopping through the Hebrides
Istanbul in 48 hours
New Zealand's South Island by van
Slow boats down the Mekong`,
  notes: `
Saving this for our anniversary.
Friends came back from here speechless.
Go in the shoulder season: half the price, none of the queues.
The map at the end is worth printing.
If anybody wants to join, I am serious.
We have talked about this trip for years.
Practical, honest, and well written.
Exactly our pace.`,
  boards: `
Train journeys | train|railway|trans-mongolian
Weekend escapes | weekend|48 hours|three slow days
Places with a view | viewpoint|sunrise|dolomites|highlands|villages|fjord|coast
Road trips | road|van|camper
Islands | island|azores|mallorca|sardinia|cyclades|hebrides|sri lanka
Travel light | pack|packing|carry-on|budget
Japan one day | kyoto|tokyo
Next summer
Bucket list
Someday soon`,
});
