import { words } from './words';

export const garden = words({
  titles: `
Cottage garden border, five metres long
Herbs that survive on a north-facing balcony
How to prune tomatoes
Wildflower strip instead of lawn
Raised beds from larch boards
Seed starting calendar, month by month
Dahlias: dig, divide, store
Climbing roses for a shady wall
A pond in an old barrel
No-dig vegetable beds, first year results
Lavender hedge along a gravel path
Ferns and hostas under old trees
Growing lemons in pots
Meadow planting in the style of the prairies
Compost in small gardens
Sweet peas on a hazel wigwam
Bee-friendly plants from March to October
Espalier apple on a sunny fence
Propagating pothos in water
Cut flower garden in one square metre
Succulents from leaf cuttings
Window boxes that last into winter
Moss garden in a glass jar
Kitchen garden layout for a family of four
Olive tree on the terrace
Planting tulips in layers
Ornamental grasses for late light
Monstera care without drama
Rain garden for wet corners
Garlic: plant in October, harvest in July
Gravel garden that needs no watering
Hydrangeas, and how to keep them blue
Strawberries in hanging baskets
Greenhouse from old windows
Autumn leaves make the best mulch
Companion planting for beginners`,
  notes: `
For next season.
My neighbour swears by this.
Before and after pictures are in the post.
Start small, add a little every year.
Finally an explanation that I understand.
Tried it last year: it really works.
Little work, lots of joy.
Sunday reading with mud on my boots.`,
  boards: `
Balcony garden | balcony|pots|window boxes|hanging|terrace
Vegetable patch | tomatoes|vegetable|garlic|raised|kitchen|companion|strawberries|compost
Flowers to plant | dahlias|roses|lavender|sweet peas|flower|tulips|hydrangeas|bee|wildflower
Shade garden | shady|ferns|north
House plants | pothos|monstera|succulents|moss
Cottage garden | cottage|roses|sweet peas|dahlias|lavender
Seeds for spring | seed|wildflower|meadow
Dry garden | gravel|grasses|olive|succulents
Pots and planters | pots|barrel|boxes|baskets|tulips|terrace
Garden design
To plant this year`,
});
