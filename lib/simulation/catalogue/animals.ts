import { words } from './words';

export const animals = words({
  titles: `
Garden birds and what they sing
Cat shelves that climb the wall
Teach your dog to settle
Owls of Europe, illustrated
Red fox at first light
Rescue greyhound, first week at home
Hedgehog house from bricks
Koi in autumn water
Sleeping positions of cats, explained
Puffins on a windy cliff
Homemade dog biscuits with oats
Goldfinches on a thistle
Humpback whales, a family
DIY scratching post from rope
Foxes in the city
Swallows are back
Enrichment games for indoor cats
Barn owl in slow flight
How to photograph your dog
Aquascaping with native plants
Kingfisher, patience rewarded
Hens in a small garden
Rabbit run with tunnels
Sea turtles hatching at dusk
Long walks with an old dog
Feeding birds through the winter
Fish schools from below
Wild horses of the Camargue
Cat names from mythology
Guinea pig mansion in two floors
A leash made from climbing rope
Deer in the morning fog
Bats are welcome here: building a box
Puppy's first month, a checklist
Penguins, mostly falling over
Robins nesting in a watering can`,
  notes: `
This made my day.
Sending this to everyone I know.
Our vet says the same.
Look closely.
My two would approve.
Wonderful pictures.
Reading this on the sofa with company.
More of this, please.`,
  boards: `
Birds | birds|owl|owls|puffins|goldfinches|swallows|kingfisher|hens|robins|penguins
Cats of all kinds | cat|cats
Good dogs | dog|dog's|greyhound|puppy's|leash
Wildlife | fox|foxes|owl|owls|hedgehog|whales|deer|bats|turtles|horses|puffins|kingfisher
Under water | koi|whales|fish|turtles|aquascaping
Pet projects | shelves|diy|run|mansion|leash|biscuits
Foxes and owls | fox|foxes|owl|owls
Puppy plans | puppy's|settle|greyhound
Backyard visitors | garden|hedgehog|feeding|robins|swallows|bats
Animal portraits
Favourite animals`,
});
