import { words } from './words';

export const art = words({
  titles: `
Paper cut-outs in ultramarine and ochre
Loose watercolour landscapes, first layer to last
Mixing greens without a green tube
Abstract collage from painted paper
Gouache still life with lemons
How to see values: squint, then simplify
Risograph print in two colours
Ink studies of bare trees
Colour studies, one square a day
Gesture drawing in thirty seconds
Ceramic glaze tests on white clay
Linocut of a winter hare
Painting skies in three washes
Colour wheel made from found leaves
Large abstract in rust and cream
Charcoal portraits on toned paper
Sketchbook tour: a month in Porto
Mobile in wire and card
Negative space drawing for beginners
Monotype prints with leaves
Geometric mural for a stairwell
Oil pastel florals
One-line drawings of cats
Circle studies in warm and cool
Making your own sketchbook
Textile collage with raw edges
Shadows are never grey
Woodblock waves, carved by hand
Art journal prompts for dull days
Limited palette: four tubes, endless colours
Plaster relief, cast in sand
Acrylic pouring, done with restraint
Botanical illustration in coloured pencil
Composition with a red circle
Cyanotype of meadow grasses
Framing prints on a budget`,
  notes: `
Simple shapes, strong contrast.
A nice warm-up before the real work.
Would hang this above the sofa.
Trying this with my class next week.
Process pictures in the post.
I keep coming back to this one.
Makes me want to get the paints out.
Look how little it needs.`,
  boards: `
Colour inspiration | colour|palette|greens|gouache
Abstract | abstract|circle|geometric|pouring
Watercolour | watercolour|skies|gouache
Printmaking | print|prints|linocut|woodblock|monotype|cyanotype|risograph
Sketchbook ideas | sketchbook|drawing|drawings|ink|charcoal|pencil|journal
Shapes and paper | paper|cut-outs|collage|mobile|circle
Ceramics | ceramic|plaster
Collage | collage|cut-outs
For the wall
Art class`,
});
