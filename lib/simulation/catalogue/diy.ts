import { words } from './words';

export const diy = words({
  titles: `
Patchwork quilt from old shirts
Plywood plant stand, one sheet, no waste
Hand-poured candles in teacups
Half-square triangles: 12 layouts to try
Beginner's guide to lino printing
Macramé wall hanging in an afternoon
Build a raised workbench for under 60 euros
Natural dyes from onion skins and avocado
Bookbinding with a Japanese stab stitch
Concrete planters cast in milk cartons
Upcycled ladder as a bathroom shelf
Crochet market bag, free pattern
Restoring a wooden chair, start to finish
Floating shelves without visible brackets
Sew a linen apron with crossed straps
Paper stars for the window
Visible mending for wool jumpers
Air-dry clay dishes for rings and keys
Rope swing for the garden
Wooden toy blocks, sanded and oiled
Stamp your own gift wrap with potatoes
Weaving on a cardboard loom
Stool from a single plank
Block-printed napkins
Homemade soap with oat milk
A headboard from reclaimed boards
Pegboard wall for tools
Knit a beanie in one evening
Terrazzo coasters from scraps
Screen printing at the kitchen table
Tile a small table top
Dried flower wreath, no glue gun
Leather card holder with saddle stitch
Painted checker rug from a drop cloth
Log cabin quilt blocks for beginners
Birdhouse from a single board`,
  notes: `
Took me one afternoon and two coffees.
Clear instructions, good pictures.
Use what you have before you buy anything.
Mine is a bit crooked and I love it.
A good first project.
Great present, made three of them already.
For the next rainy weekend.
Cheaper than buying one, and nicer.`,
  boards: `
Quilt ideas | quilt|triangles|patchwork
Woodworking for beginners | plywood|workbench|wood|shelves|stool|headboard|birdhouse|ladder
Presents to make | candles|soap|coasters|card holder|beanie|bookbinding|stamp
Scrap busters | scraps|old|upcycled|patchwork|cartons
Things to sew | sew|apron|quilt
Knit and crochet | knit|crochet|mending
Upcycling | upcycled|reclaimed|old|cartons|restoring
Print and paper | print|printing|paper|stamp|bookbinding|lino
Weekend projects
Made by hand`,
});
