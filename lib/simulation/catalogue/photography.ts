import { words } from './words';

export const photography = words({
  titles: `
Star trails above the hut
Golden hour, and the ten minutes after
Long exposure at the pier
Window light portraits
Street photography with one lens
Milky Way: when and where to look
Film scans from a rainy week
Moonrise over the ridge
Composition: use the edges
Blue hour in the old town
Shooting into the light
Fog in the valley, minutes before sunrise
Black and white with deep shadows
Northern lights for beginners
Double exposures in camera
Minimal seascapes
A darkroom in the bathroom
Reflections after the rain
Macro of frost on a window
Editing for soft colours
Travel kit: one body, two primes
Silhouettes at the beach
Panning with cyclists
Self-portraits with a tripod
Photo essay: the last ferry
How aperture shapes a picture
Light leaks on expired film
Concert photos without flash
Shadows on white walls
A year of one tree
Snow scenes that are not grey
Lunar eclipse, shot by shot
Portraits at the kitchen table
Lines that lead somewhere
Night market in neon and steam
Pinhole camera from a tea tin`,
  notes: `
The settings are in the caption.
Now I want to go there.
Good explanation of a hard topic. | how|composition|beginners|editing|self-portraits|panning|kit|shooting|where
Light makes everything.
I will try this on Saturday.
Patience is half of it.
Would print this large.
Quiet and beautiful.`,
  boards: `
Night sky | star|milky|moonrise|northern|eclipse
Film only | film|darkroom|pinhole
Light and shadow | shadows|light|silhouettes|golden
Portraits | portraits|self-portraits
Street | street|town|market|cyclists|concert
Photo tips | how|composition|editing|beginners|tripod|kit|panning|flash
Black and white | black
Blue hour | blue hour|moonrise|northern
Landscapes | seascapes|valley|ridge|snow|fog|tree|pier
Shot on one lens
To shoot`,
});
