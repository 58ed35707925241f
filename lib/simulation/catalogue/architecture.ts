import { words } from './words';

export const architecture = words({
  titles: `
Stairs in pink concrete
Arches, shadow and a square of sky
Brick facade with deep windows
House around a courtyard
Rammed earth walls in the Alps
Brutalist library at noon
Timber cabin on stilts
Modernist villa above the bay
Adaptive reuse of a grain silo
Spiral staircase, seen from below
Concrete church with one slit of light
Tiny house with a big window
Townhouse three metres wide
Colonnade in the late afternoon
School built of bamboo
Rooftop pool in terrazzo
Glasshouse in a pine forest
Cooperative housing with shared kitchen
Facade in glazed green tiles
Museum cut into the hillside
Loggias for every flat
Thatched roof, thought anew
Vaults made of thin bricks
Bus stops of the Caucasus
Terraced houses in candy colours
Wooden high-rise, twenty floors
Desert house with thick walls
Bridge for walkers only
Atrium full of ferns
Barn turned into a studio
A door that frames the sea
Balconies in zigzag
Skylights that follow the sun
Old harbour cranes, new offices
Gable houses in black timber
Public baths, tiled in blue`,
  notes: `
Quiet, and still a statement.
The material does all the work.
Would love to see it in person.
For the day we build our own.
Look at how the light falls.
The floor plan is on the second page.
Simple idea, beautifully done.
More buildings like this, please.`,
  boards: `
Concrete love | concrete|brutalist
Stairs | stairs|staircase
Houses I would live in | house|houses|villa|cabin|barn|townhouse
Arches and walls | arches|colonnade|vaults|walls|brick|bricks
Timber buildings | timber|wooden|bamboo|cabin|barn
Facades | facade|balconies|terraced
Small houses | tiny|townhouse|cabin
Courtyards | courtyard|atrium|loggias
Public places | library|church|school|museum|bus|bridge|baths|harbour
Light in buildings | light|window|glasshouse|shadow|skylights
Buildings to visit
Space and light`,
});
