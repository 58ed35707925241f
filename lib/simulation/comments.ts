import type { Category } from './categories';
import type { Language } from './countries';

const lines = (text: string): readonly string[] => text.trim().split('\n');

const GENERAL: Readonly<Record<Language, readonly string[]>> = {
  en: lines(`
Love this!
Saved for later, thank you.
This is exactly what I was looking for.
So beautiful.
Trying this on the weekend.
Where can I find this?
Sending this to my sister right now.
Obsessed.
How long did it take you?
This made my day.
I need this in my life.
Great idea, thanks for sharing!
Beautiful colours.
Did this last year and still love it.
Does anybody know the original source?
Simple and so good.
Added to my list.
Looks harder than it is, try it!
Mine turned out great.
Wow.
Following for more of this.
Best one I have seen so far.
My mum would love this.
Perfect timing, I was just thinking about it.`),
  es: lines(`
¡Me encanta!
Guardado, muchas gracias.
¡Qué bonito!
Justo lo que buscaba.
Lo probaré este fin de semana.
¿Dónde se puede encontrar?
¡Qué buena idea!
Hermosos colores.`),
  pt: lines(`
Amei!
Salvei para depois, obrigada!
Que lindo!
Era isso que eu procurava.
Vou tentar no fim de semana.
Onde encontro?
Que ideia boa!
As cores são maravilhosas.`),
  fr: lines(`
J'adore !
Enregistré, merci !
Magnifique.
Exactement ce que je cherchais.
À essayer ce week-end.
Où peut-on le trouver ?
Quelle bonne idée !
Les couleurs sont superbes.`),
  de: lines(`
Wunderschön!
Gemerkt, danke!
Genau das habe ich gesucht.
Wird am Wochenende ausprobiert.
Tolle Idee!
Wo gibt es das?
Die Farben sind ein Traum.
So einfach und so gut.`),
  it: lines(`
Bellissimo!
Salvato, grazie!
Proprio quello che cercavo.
Lo provo nel fine settimana.
Che bella idea!
Dove si trova?
Colori stupendi.`),
  nl: lines(`
Prachtig!
Opgeslagen, dank je wel.
Precies wat ik zocht.
Ga ik dit weekend proberen.
Wat een leuk idee!
Waar kan ik dit vinden?`),
  pl: lines(`
Piękne!
Zapisane, dziękuję!
Właśnie tego szukałam.
Świetny pomysł!
Gdzie można to znaleźć?
Cudowne kolory.`),
  tr: lines(`
Çok güzel!
Kaydettim, teşekkürler.
Tam aradığım şey.
Harika bir fikir!
Bunu nerede bulabilirim?
Renkler çok hoş.`),
  ja: lines(`
素敵!
保存しました。
かわいい!
週末に試してみます。
色がきれいですね。
参考になります。`),
  ko: lines(`
너무 예뻐요!
저장했어요, 감사합니다.
주말에 해 볼게요.
색감이 정말 좋네요.
이거 어디서 볼 수 있나요?`),
  id: lines(`
Keren banget!
Disimpan dulu, terima kasih.
Bagus sekali warnanya.
Ini yang saya cari.
Mau coba akhir pekan ini.
Idenya bagus!`),
};

const SPECIAL: Readonly<Record<Category, readonly string[]>> = {
  food: lines(`
Made it tonight, the kids asked for seconds.
Can I use spelt flour here?
Halve the sugar and it is perfect.
The smell in my kitchen right now!`),
  home: lines(`
Which paint is this?
The light in this room!
We have the same floor, this would work.
How deep are the shelves?`),
  fashion: lines(`
I need those colours together.
Would this work for petite people?
Bought mine second-hand.
That silhouette.`),
  travel: lines(`
We were there in May, it was empty.
How many days do you need?
Adding this to our route.
Take me back.`),
  diy: lines(`
What size are your blocks?
Made one for my niece.
Is there a pattern for left-handers?
Glue or nails?`),
  garden: lines(`
Does this grow in the shade?
Mine was eaten by snails.
When do you sow it?
My balcony needs this.`),
  art: lines(`
What paper do you use?
The negative space!
This would be a great print.
Those shapes.`),
  weddings: lines(`
Our florist just said yes to this.
So much nicer than the usual.
We did this in September.
Crying already.`),
  beauty: lines(`
Showed this to my hairdresser today.
Does it work on curly hair?
Which shade is that?
Finally one for short hair.`),
  fitness: lines(`
Day three, everything hurts.
How many sets?
This fixed my back.
Doing this before work now.`),
  tech: lines(`
Is the code somewhere?
How loud is it?
Built one, took me two evenings.
Which screen is that?`),
  quotes: lines(`
Needed this today.
On my wall by tonight.
What typeface is this?
True.`),
  kids: lines(`
Mine played with it all afternoon.
From what age?
Rainy Sunday saved.
Grandma is making one too.`),
  animals: lines(`
That little face!
Ours does exactly this.
How did you get so close?
Protect at all costs.`),
  photography: lines(`
What lens was this?
How long was the exposure?
The light!
Where was this taken?`),
  architecture: lines(`
Who built this?
The shadows do all the work.
Would move in tomorrow.
That staircase.`),
  vehicles: lines(`
What year is it?
Does it have heating?
My uncle had one in red.
How many kilometres so far?`),
  outdoors: lines(`
How was the snow?
Is the hut open in June?
Done it twice, would go again.
Bring a headlamp.`),
};

/** What somebody who speaks a language may write below a pin, each already as JSON text. */
export const COMMENTS: (language: Language, category: Category) => readonly string[] = (() => {
  const encoded = new Map<string, readonly string[]>();
  return (language: Language, category: Category) => {
    const key = language === 'en' ? category : language;
    const known = encoded.get(key);
    if (known) return known;
    const made = [
      ...GENERAL[language],
      ...(language === 'en' ? [...SPECIAL[category], ...SPECIAL[category]] : []),
    ];
    const texts = made.map((text) => JSON.stringify(text));
    encoded.set(key, texts);
    return texts;
  };
})();
