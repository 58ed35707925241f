import { words } from './words';

export const fashion = words({
  titles: `
Wide-leg trousers with a tucked knit
Capsule wardrobe: 24 pieces for autumn
Linen shirt dress, three ways to wear it
Camel coat over everything
White trainers that go with a suit
Chunky cardigan and a slip skirt
How to roll sleeves so that they stay
Raw denim after two years of wear
Silk scarf tied five ways
Navy suit with a soft shoulder
Pleated midi skirt for the office
Striped shirt, gold hoops, done
Hand-knitted jumper in oatmeal wool
Trench coat styling for rainy cities
What I packed for ten days in one bag
Colour blocking in rust and pink
Loafers with white socks
Quilted jacket for in-between days
Vintage leather bag, restored
Oversized blazer and straight jeans
A summer wardrobe in five colours
Corduroy is back, and I kept mine
Black turtleneck, endlessly
Festival outfit that survives rain
Tailored shorts that look grown-up
Wrap dress pattern for beginners
Earth tones for deep autumn
Silver jewellery, layered
Boots that last ten winters
Monochrome outfit in soft grey
Overshirt instead of a jacket
Mending jeans with sashiko stitches
Bucket hats, but make it linen
Evening look with flat shoes
Thrifted outfits from one afternoon
Cropped jacket and high-waisted trousers`,
  notes: `
The proportions are what makes it.
Found something similar second-hand.
I would wear this three days in a row.
Saved for the colours alone.
Simple, and it looks put together.
For the season that never quite arrives.
Buy once, wear for a decade.
My whole mood this year.`,
  boards: `
Autumn layers | coat|cardigan|corduroy|jacket|autumn|overshirt|boots|turtleneck
Office, but comfortable | office|trousers|blazer|suit|skirt|loafers
Wedding guest outfits | dress|evening|scarf
Denim forever | denim|jeans
Knitwear | knit|jumper|cardigan|turtleneck|hand-knitted
Slow fashion | vintage|thrift|mending|pattern|winters|years|restored
Shoes, shoes, shoes | trainers|loafers|boots|flat shoes
Capsule wardrobe
Street style
Outfits to copy`,
});
