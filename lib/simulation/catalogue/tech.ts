import { words } from './words';

export const tech = words({
  titles: `
Clean desk setup with one cable
Mechanical keyboard, built from a kit
Home server in a shoebox
A dashboard for the kitchen wall
E-ink calendar with a Raspberry Pi
Cable management under the desk
3D-printed headphone stand
Isometric icons, a free set
How a database index works, drawn
Split keyboard after one year
Solar charger for the balcony
Weather station from spare parts
Minimal phone: one screen, eight apps
Retro computer on a modern desk
Learn to solder in an evening
Smart lights without the cloud
Typography for dashboards
Standing desk for a narrow room
Data visualisation with small multiples
Note-taking system on paper and screen
Wall-mounted vertical garden with sensors
Git explained with coloured threads
Repairable laptops, compared
Camera on a pole: bird box live stream
Ambient light behind the monitor
Pixel art for beginners
Old tablet as a recipe screen
Podcast corner in a wardrobe
Home network map, drawn by hand
The quietest fans for a small PC
Synthesizer setup in a drawer
Charging drawer with hidden sockets
Colour palettes for charts that print well
Robot arm from a kit, with the kids
Backups: three copies, two kinds, one elsewhere
Ham radio for absolute beginners`,
  notes: `
Looks simple, took a weekend.
Good enough is good enough.
Explained so that even my parents get it.
Next winter's project.
Now I want one too.
The write-up is better than the manual.
Tidy, quiet, useful.
Bookmarking this before I forget.`,
  boards: `
Desk setups | desk|cable|keyboard|monitor|headphone
Maker projects | raspberry|kit|solder|3d-printed|spare|robot|shoebox|solar|camera
Keyboards | keyboard
Smart home | smart|dashboard|sensors|calendar|screen|network
Data visualisation | data|charts|dashboards
Learn to code | git|index|pixel
3D printing | 3d-printed
Retro computing | retro|ham radio|synthesizer|pixel
Interface ideas | icons|typography|minimal|multiples
Gadgets worth having
Someday projects`,
});
