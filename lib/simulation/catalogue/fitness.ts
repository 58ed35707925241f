import { words } from './words';

export const fitness = words({
  titles: `
Couch to 5K, week by week
Twenty-minute core without equipment
Hip mobility for people who sit
First pull-up in eight weeks
Kettlebell basics: swing, squat, press
Running form in five pictures
Morning yoga for stiff backs
Interval session on the track
Stretching routine after long rides
Half-marathon plan, three runs a week
Strength training for beginners over fifty
Swim technique: breathing on both sides
Ten thousand steps, made easy
Resistance band workout for hotel rooms
How to warm up properly
Hill repeats and how to love them
Balance exercises with one foot
Climbing drills for footwork
Post-natal workout, gently
Rowing machine: power comes from the legs
Wall sit challenge, thirty days
Marathon taper without madness
Foam rolling guide
Jump rope for small flats
Sunday long run essentials
Push-up progressions
Desk stretches for the afternoon
Trail running shoes, what matters
Full-body workout with two dumbbells
Breathing exercises before sleep
Pilates for runners
Cycling zones explained
Deadlift checklist
Recovery weeks are training
Nordic walking with poles
Twelve sun salutations`,
  notes: `
Save it and do it three times a week.
Start lighter than you think.
Good for beginners, and hard enough for the rest of us.
Print it and hang it on the door.
Week four, and I feel the difference.
Finally something that fits into my day.
My physio approves.
Be patient with yourself, it comes.`,
  boards: `
Running | running|runners|5k|half-marathon|marathon|trail|hill|interval|run
Yoga at home | yoga|salutations|pilates|breathing
Strength | strength|kettlebell|pull-up|push-up|deadlift|dumbbells|core|wall
Mobility | mobility|hip|stretching|stretches|foam|warm up|balance
Race day | half-marathon|marathon
Stretch it out | stretching|stretches|stiff|foam
Workouts without equipment | without equipment|wall|push-up|jump rope|balance
Cycling | cycling|rides
Training plans
Healthy habits`,
});
