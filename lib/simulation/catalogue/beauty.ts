import { words } from './words';

export const beauty = words({
  titles: `
Low bun that takes two minutes
Curly bangs, how to ask for them
Ten-minute everyday make-up
Layered bob with a soft fringe
Beach waves without heat
Copper balayage on dark hair
Skincare for dry winters, four steps
Braided crown, photographed step by step
Short nails in terracotta
Glass skin, the honest version
Silver hair, grown out with grace
Soft brown eyeliner look
Half-up styles for fine hair
Wash day routine for coily hair
French manicure with a thin line
Pixie cut for thick hair
The order of serums, explained
Claw clip hairstyles for long hair
Natural brows, no filling
Berry lips for autumn
Scalp massage that really helps
Knotless braids, care and sleep tips
Blush placement for round faces
Shaggy mullet, the gentle kind
Sun protection under make-up
Milky nails with one gold dot
A five-product travel bag
Hair masks from the kitchen
Undone waves for shoulder-length hair
Sleek ponytail for busy mornings
Colour analysis: am I a soft summer?
Bridal make-up that still looks like you
Dutch braids for the gym
Growing out a fringe
Face yoga in five minutes
Honey blonde, low maintenance`,
  notes: `
Show this to your hairdresser. | hair|bob|fringe|bun|pixie|mullet|balayage|bangs|blonde|waves|braid
Less is more here.
Takes less time than making coffee. | bun|ponytail|claw|half-up|low|ten-minute|sleek
Tried it: holds the whole day. | bun|waves|braided|braids|ponytail|liner|lips|blush|make-up
Finally explained without selling anything.
Need to try this before the weekend.
Soft, simple and really pretty.
Saved for my next appointment. | hair|bob|fringe|pixie|mullet|balayage|bangs|blonde|nails|manicure
My sister looks great with this.`,
  boards: `
Hair inspiration | hair|bob|waves|fringe|bun|pixie|mullet|ponytail|balayage|bangs|blonde|half-up
Everyday make-up | make-up|eyeliner|blush|lips|brows
Nails | nails|manicure
Curly hair | curly|coily
Skincare shelf | skincare|skin|serums|sun protection|face|masks
Short hair | bob|pixie|mullet
Braids | braid|braided|braids
Colour ideas | balayage|blonde|colour|silver|berry
Wedding hair | crown|bridal|bun
Slow beauty
To try`,
});
