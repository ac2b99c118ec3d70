import { describe, expect, it } from '@jest/globals';
import { highlight, holdsAll } from './highlight.js';

/** The text with the marked stretches in brackets. */
const marked = (text: string, query: string): string =>
  highlight(text, query)
    .map(({ text: part, hit }) => (hit ? `[${part}]` : part))
    .join('');

describe('marking what a search found', () => {
  it.each([
    ['Nguyễn Thị Thu Hà', 'nguy', '[Nguy]ễn Thị Thu Hà'],
    ['Nguyễn Thị Thu Hà', 'NGUYEN', '[Nguyễn] Thị Thu Hà'],
    ['Nguyễn Thị Thu Hà', 'ha thu', 'Nguyễn Thị [Thu] [Hà]'],
    ['Trần Nguyệt Minh', 'nguyệt', 'Trần [Nguyệt] Minh'],
    ['Siobhán Ó Braonáin', 'o braonain', 'Siobhán [Ó Braonáin]'],
    ["Sinéad O'Brien", 'obrien', "Sinéad [O'Brien]"],
    ['Sinéad O’Brien', 'o brien', 'Sinéad [O’Brien]'],
    ['Łukasz Wójcik', 'lukasz w', '[Łukasz] [W]ójcik'],
    ['Jürgen Strauß', 'strauss', 'Jürgen [Strauß]'],
    ['Jürgen Strauß', 'straus', 'Jürgen [Strauß]'],
    ['Anh-Thư Marsh', 'thu', 'Anh-[Thư] Marsh'],
    ['Kwame Boateng-Reid', 'reid', 'Kwame Boateng-[Reid]'],
    ['王小明', '小', '王[小]明'],
    ['Иван Щербаков', 'щерб', 'Иван [Щерб]аков'],
  ])('in %s, %s gives %s', (text, query, expected) => expect(marked(text, query)).toBe(expected));

  it('marks beginnings of words, and the inside of one only when no word begins so', () => {
    expect(marked('Hannah Anderson', 'an')).toBe('Hannah [An]derson');
    expect(marked('Joanna Hill', 'an')).toBe('Jo[an]na Hill');
    expect(marked('Anna Anh', 'an')).toBe('[An]na [An]h');
  });

  it('joins marks that overlap', () => expect(marked('Nguyễn', 'nguy nguyen')).toBe('[Nguyễn]'));

  it('keeps marks with the letter they stand on, however the name was typed', () => {
    expect(marked('Nguyễn'.normalize('NFD'), 'nguye')).toBe(`[${'Nguyễ'.normalize('NFD')}]n`);
  });

  it.each(['', ' ', '—', 'zz'])('marks nothing for "%s"', (query) => expect(marked('Nguyễn Thị', query)).toBe('Nguyễn Thị'));

  it('gives the text back unchanged', () => {
    for (const text of ['', 'Ｋｅｎｊｉ Sato', '👩‍⚕️ Dr. Mc Donald ', 'مُحَمَّد علي']) {
      for (const query of ['k', 'mcd', 'محمد', 'dr'])
        expect(
          highlight(text, query)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
    }
  });
});

describe('finding pages and actions by their words', () => {
  it('wants every word, in any order', () => {
    expect(holdsAll('Your security', 'sec you')).toBe(true);
    expect(holdsAll('Your security', 'security key')).toBe(false);
    expect(holdsAll('Clients', '')).toBe(true);
  });
});
