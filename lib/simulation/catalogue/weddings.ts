import { words } from './words';

export const weddings = words({
  titles: `
Olive branch centrepieces on a long table
Pressed flower invitations
Backyard wedding for forty guests
Simple gold bands, matte finish
Wildflower bouquet in dusty blue
Ceremony under an old oak
Seating chart on a mirror
Vow books in handmade paper
Terracotta and blush colour palette
Wedding cake with figs and honey
Fairy lights over a barn dance floor
A dress with buttons down the back
Menu cards with deckled edges
Dried grasses along the aisle
City hall wedding, lunch for twelve
Family-style dinner under pergolas
Eucalyptus arch, made by friends
Polaroid guest book
Lemon and rosemary place settings
Winter wedding with candles only
Boutonnieres with herbs
First dance songs that are not slow
Handwritten signs on linen
Seaside ceremony at low tide
Timeline for the day, hour by hour
Ring box from walnut
Budget sheet that saved our nerves
Bridesmaids in mismatched greens
Small cakes instead of one tall one
Late-night snack table
Flower girl crown with baby's breath
Table numbers from river stones
Elopement in the mountains
Favour bags with wildflower seeds
Velvet ribbons for everything
Sunday brunch the day after`,
  notes: `
Exactly the mood we are after.
Affordable, and it looks like a film.
For the folder with the maybe ideas.
Simple wins, every time.
Could be done by friends the evening before.
We did it like this, and it was perfect.
Sent to my sister at midnight.
Lovely without being too much.`,
  boards: `
Flowers and table | centrepieces|bouquet|flower|table|place settings|eucalyptus|grasses|candles|boutonnieres
Invitations | invitations|menu|seating|signs|vow
Dresses | dress|bridesmaids
Rings | ring|bands
Small weddings | backyard|city hall|elopement|budget
Cakes | cake|cakes
Barn wedding | barn|pergolas
Decor in green and white | olive|eucalyptus|greens|herbs|rosemary
Ceremony ideas | ceremony|vow|aisle|arch
Our day
Wedding folder`,
});
