import { words } from './words';

export const quotes = words({
  titles: `
Start before you are ready
Slow mornings, strong coffee
Make room for the good things
Less noise, more music
Small steps still move you
Kind is a good plan
You can begin again at noon
Leave it better than you found it
Nothing grows in a hurry
The sea does not check the time
Practice is the point
Ask the question anyway
Rest is part of the work
Say it simply
Be where your hands are
Good things take the long way
Let the easy thing be easy
Courage is often quiet
Wander on purpose
Read more, scroll less
The view is worth the climb
Finish something small today
Everything in its season
Do it badly, then do it again
Home is who waits up for you
Look up more often
Make it useful, then make it lovely
Say yes to the swim
A little every day
Trust the long walk home
Tend your own garden first
Curious beats certain
Good light, good company
Two columns and a lot of white space
Alphabet poster in quarter circles
Ampersands, a collection`,
  notes: `
Printed this for the hallway.
Love the shapes in this one.
My phone background this week.
A reminder for Mondays.
Would look good above the desk.
Simple, and it stays with you.
Two colours are enough.
For a friend who needs it today.`,
  boards: `
Words to keep
Typography
Posters
For hard days
Lettering
Monday motivation
Above the desk
Graphic shapes
Book lines
Quiet words`,
});
