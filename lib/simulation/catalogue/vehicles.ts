import { words } from './words';

export const vehicles = words({
  titles: `
Camper van conversion in birch plywood
Steel road bike from the eighties
Cargo bike for three kids
Old van, new engine: electric
Cafe racer, built in a garage
Bikepacking bags, what goes where
Wooden sailing boat, restored
Station wagon with a roof tent
Hot-air balloons at dawn
Single-speed for the city
Night trains worth taking
Vintage scooter in pistachio
Van kitchen that folds away
How to true a wheel
Narrowboat living
Classic roadster on a mountain pass
Electric bikes, honestly compared
Folding bike on the commuter train
Penny-farthing, still rolling
Tiny caravan, 1967
Trams of Lisbon
Seaplanes in the harbour
Gravel bike for everything
Leather saddle care
Micro-camper in a small car
Wooden canoe with a paddle to match
Motorbike trip along the coast
Milk float turned coffee cart
Repainting a bicycle frame
Road trip playlist and a map
Delivery by cargo bike
Airship posters
Winter tyres for bicycles
Sleeping in a station wagon
Rowing boat in clinker style
Balloon festival, front row`,
  notes: `
Two months of weekends, worth each of them. | conversion|built|restored|turned|repainting|kit
Take the slow road.
One day.
I could look at this all evening.
My father had one of these. | road bike|scooter|roadster|caravan|wagon|boat|van
The details are wonderful.
Honest report, no gloss.
Sold on this idea.`,
  boards: `
Van life | van|camper|wagon|micro-camper
Bicycles | bike|bikes|bicycle|bicycles|wheel|penny-farthing|single-speed|saddle|bikepacking
Classic cars | roadster|caravan|van, new
On the road | road trip|van|wagon|motorbike|caravan
Cargo bikes | cargo
Two wheels | scooter|bike|motorbike|racer
Boats | boat|canoe|narrowboat|seaplanes
Garage projects | restored|repainting|garage|conversion|wheel|float
Slow travel | trains|trams|narrowboat|canoe|balloons
Balloons and airships | balloon|balloons|airship
Machines I love
Slow and beautiful`,
});
