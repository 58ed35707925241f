import type { Language } from './countries';

/** What people write below a pin, by language. */
export const REMARKS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'Trying this on Sunday',
    'So good',
    'Where is this from?',
    'Saved for later',
    'The colours!',
    'Made it twice already',
    'Needs more light, otherwise perfect',
    'My sister would love this',
    'Bookmarking for the weekend',
    'How long did that take?',
  ],
  es: ['Qué bonito', 'Lo haré este finde', 'Me encanta el color', '¿Dónde se compra?', 'Guardado'],
  pt: ['Que lindo', 'Vou tentar no domingo', 'Adorei as cores', 'Onde encontro?', 'Já salvei'],
  fr: ['Trop beau', 'À tester ce week-end', 'J’adore', 'Quelle bonne idée', 'Gardé pour plus tard'],
  de: ['Wunderschön', 'Probiere ich am Sonntag', 'Tolle Idee', 'Woher ist das?', 'Gemerkt'],
  it: ['Bellissimo', 'Da provare subito', 'Che colori', 'Dove si trova?'],
  nl: ['Prachtig', 'Ga ik proberen', 'Mooie kleuren', 'Waar is dit te koop?'],
  pl: ['Piękne', 'Muszę spróbować', 'Świetny pomysł', 'Gdzie to kupić?'],
  tr: ['Çok güzel', 'Hafta sonu deneyeceğim', 'Renkler harika', 'Nereden aldınız?'],
  ja: ['素敵', '週末に作ってみます', '色がきれい', 'どこで買えますか'],
  ko: ['너무 예뻐요', '주말에 해볼게요', '색감 좋다', '어디서 샀어요?'],
  id: ['Cantik sekali', 'Mau coba minggu ini', 'Suka warnanya', 'Beli di mana?'],
};
