import { words } from './words';

export const outdoors = words({
  titles: `
First snow on the high route
Wild camping, leave no trace
Packing list for three days in the hills
Lake swim before breakfast
How to read a topographic map
Layering for wet and cold
Campfire bread on a stick
Larches in October
Hut to hut with a light pack
Stargazing spots without street lights
Paddling the lake chain
Knots every camper needs
Coffee outdoors, four ways
Ridge walk above the clouds
Mushroom season, a beginner's guide
Winter hike with a thermos
Hammock under two pines
Snowshoe trails for families
What to do in a thunderstorm
Foraging in spring: ramsons
Canyon walk in sandals
Tent care, so that it lasts
Sunrise hike, headlamps on
Trail snacks that do not melt
Cross-country skiing by moonlight
Waterfalls you can walk behind
Dune walks at low tide
Bivouac with a view
First climb outdoors
Kids on the trail: make it a story
Fjord kayaking
Autumn in the beech forest
Water filters, tested
Long-distance trails of Europe
Cabin weekend, phones off
Mountain weather, explained simply`,
  notes: `
Start early, it is worth it.
Silence included.
Best weekend of the year.
Check the forecast twice.
Doing this as soon as the days get longer.
Useful, and no nonsense.
Who is coming along?
Wish I had known this years ago. | how|packing|layering|knots|care|filters|guide|explained|thunderstorm
My legs hurt just from looking. | ridge|route|hike|climb|hut|canyon|skiing`,
  boards: `
Mountains | ridge|route|mountain|hut|climb
Camping | camping|camper|tent|hammock|bivouac|campfire
Day hikes | hike|walk|walks|trails|larches|forest
Cabin weekends | cabin
Winter outside | snow|snowshoe|winter|cold|skiing
Lakes and rivers | lake|kayaking|waterfalls
Gear list | packing|pack|layering|filters|tent|knots
Trails with kids | kids|families
Foraging | foraging|mushroom
Night skies | stargazing|moonlight
Outside
Weekend plan`,
});
