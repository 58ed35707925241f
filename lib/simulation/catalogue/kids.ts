import { words } from './words';

export const kids = words({
  titles: `
Rainbow mobile from felt
Cardboard castle with a real drawbridge
Rainy day ideas for toddlers
Montessori shelf for a one-year-old
Animal masks from paper plates
Bedtime routine chart with pictures
Sensory bin with coloured rice
Nursery in mustard and sage
Treasure hunt for six-year-olds
Birthday party with a balloon theme
Finger paint that washes out
Reading nook in a tent
Lunch box ideas kids really eat
Shadow puppets, twelve animals
Wooden train table with drawers
First sewing project: a felt monster
Stacking toys from salt dough
Shared room for two, one small window
Garden jobs for little hands
Space birthday with rocket cake
Play kitchen from an old cabinet
Leaf crowns for a walk in the woods
Learning to tell the time
Nature bingo, free print
Puddle-proof outfits
Picture books about feelings
Obstacle course for the living room
Paper boats that really float
Advent calendar from matchboxes
Letters in sand, numbers in stones
Dress-up box from the attic
Window painting for spring
Mud kitchen from pallets
Number line for the stairs
Quiet time box
Cloud lamp for the nursery`,
  notes: `
Kept ours busy for a whole hour.
Everything we need is already in the house.
Ours asks for it every single day.
Perfect for a rainy weekend. | felt|cardboard|puppets|paint|sewing|dough|boats|window|reading|obstacle|rainy
Messy, and worth it. | paint|rice|mud|dough|garden|sand
No screens, no batteries.
Cheap, colourful, quickly done.
Aunt-approved.
Saving this for the holidays.`,
  boards: `
Rainy days | rainy|cardboard|puppets|obstacle|boats|dress-up
Nursery | nursery|mobile|montessori|shared
Birthday parties | birthday|treasure|masks
Crafts with kids | felt|paper|paint|sewing|dough|puppets|matchboxes|crowns|painting
Playroom | shelf|train|kitchen|tent|dress-up
Lunch box | lunch
Learning by play | learning|letters|number|bingo|sensory|feelings
Outside games | garden|leaf|bingo|puddle-proof|mud|treasure
Bedtime | bedtime|lamp|quiet|bunk
Little ones
Ideas for us`,
});
