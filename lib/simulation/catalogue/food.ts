import { words } from './words';

export const food = words({
  titles: `
Brown butter gnocchi with crispy sage
Overnight focaccia with rosemary and sea salt
Miso-glazed aubergine on sesame rice
Blood orange and fennel salad
Weeknight chickpea curry, one pot
Lemon olive oil cake with thyme
Shakshuka for slow Sunday mornings
Roasted tomato soup and grilled cheese
Sourdough for beginners, a three-day plan
Crispy potatoes the way my grandmother made them
Summer rolls with peanut dipping sauce
Cardamom buns, step by step
Charred corn salad with lime and feta
Five dinners from one roast chicken
Plum galette with a rye crust
Green shakshuka with leeks and herbs
Soft pretzels that really taste like the bakery
No-churn coffee ice cream
Ramen eggs: exactly six and a half minutes
Pasta al limone in fifteen minutes
Slow-cooked white beans with garlic
Carrot cake with whipped brown butter icing
Mushroom dumplings for the freezer
Pickled red onions, ready in an hour
Tacos with roasted cauliflower and salsa verde
Breakfast board for a crowd
Dark chocolate tart with flaky salt
Kimchi fried rice with a runny egg
Baked feta with cherry tomatoes and honey
Spiced pumpkin bread, not too sweet
Cold soba noodles for hot evenings
Homemade granola with pecans and maple
Strawberry shortcakes for the first warm day
Lentil bolognese that convinced everyone
Turkish eggs with chilli butter
Cherry clafoutis from the Sunday market`,
  notes: `
Made this twice in one week already.
Everyone asked for the recipe.
Written for beginners, and it works.
I doubled the garlic in mine, of course I did. | curry|soup|beans|salad|pasta|tacos|bolognese|shakshuka|eggs
On the list for Sunday.
Looks like more work than it is.
Saving this for when my parents visit.
The photos alone made me hungry.
Serves four, and the leftovers are even better. | curry|soup|beans|bolognese|chicken|cake|bread|potatoes
Tried it last night: a keeper.`,
  boards: `
Weeknight dinners | one pot|curry|pasta|gnocchi|beans|rice|tacos|bolognese|dinner|feta|soba|aubergine
Bake all weekend | focaccia|cake|buns|galette|pretzels|tart|bread|shortcakes|clafoutis|sourdough
Soup season | soup|ramen|curry
Picnic ideas | salad|rolls|focaccia|pretzels|shortcakes|onions
Breakfast, but better | shakshuka|breakfast|granola|eggs|buns
Vegetarian and proud | aubergine|chickpea|salad|cauliflower|beans|feta|lentil|mushroom
Dinner party menus | tart|gnocchi|salad|galette|dumplings
From grandma's notebook | grandmother|clafoutis|buns|cake|beans
Recipes to try next
Tiny kitchen, big table`,
});
