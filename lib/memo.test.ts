import { expect, test } from 'vitest';
import { oncePer } from './memo';

test('an answer is worked out once per object, falsy ones too', () => {
  const asked: number[] = [];
  const half = oncePer((subject: { readonly size: number }) => {
    asked.push(subject.size);
    return subject.size / 2;
  });
  const [none, four, another] = [{ size: 0 }, { size: 4 }, { size: 4 }];
  expect([none, none, four, four, another].map(half)).toEqual([0, 0, 2, 2, 2]);
  expect(asked).toEqual([0, 4, 4]);
});
