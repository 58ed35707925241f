import { words } from './words';

export const home = words({
  titles: `
Reading corner with a paper lantern
Small living room with built-in shelves
Sage green kitchen with brass handles
Floor-to-ceiling curtains in a rented flat
A hallway that finally has hooks
Terracotta bathroom with zellige tiles
How to hang a gallery wall without measuring twice
Limewash bedroom in warm white
Oak dining table for eight
Studio apartment, 28 square metres, everything has a place
Plywood shelving around a window seat
Linen bedding in clay and oatmeal
Open pantry with labelled jars
Mid-century armchair, reupholstered
A desk nook under the stairs
Japanese-inspired bedroom with low bed
Vintage rugs layered in the living room
Painted floorboards in a seaside cottage
Lighting a dark room with three lamps
Laundry room behind folding doors
Built-in bunk beds for a small room
Arched doorway in a plain corridor
Moody dining room in deep green
Kitchen island on wheels
Mudroom bench with baskets underneath
Slim bookshelves behind the sofa
Loft with skylights and exposed beams
Checkerboard floor, painted by hand
Coffee station in a corner cabinet
Wabi-sabi living room with a plaster fireplace
Warm minimalism in a 1930s house
Balcony living room with cane chairs
A calm entryway in four pieces
Rattan pendant over a round table
Window seat with hidden storage
Home office in a former wardrobe`,
  notes: `
Keeping this for when we finally renovate.
Small budget, big change.
Look at that light.
Calm, warm, and it would work in our place too.
Everything you see was found second-hand.
The colours are what makes it.
Measured ours: it would fit.
Sent this to my landlord, half joking.`,
  boards: `
Dream kitchen | kitchen|pantry|coffee
Living room mood | living|sofa|reading|armchair|lamps|rugs|lantern
Small space, big ideas | studio|small|nook|rented|wardrobe|slim|hidden
Bedroom refresh | bed
Shelves I need | shel|bookshel
Colour on the walls | green|limewash|paint|terracotta
Storage that works | storage|bench|hooks|jars|laundry|bunk|shel
New flat
Renovation 2027
Calm interiors`,
});
