import { expect, test } from 'vitest';
import { waitedParts } from './waited-parts';

test.each([
  [['the start'], ['the start']],
  [['the start', 'the database, try 6: 10.1.2.3:3306 does not answer (ECONNREFUSED)'], ['the database']],
  [['Kafka at 10.1.2.3:9092, try 2: ECONNREFUSED', 'Kafka at 10.1.2.4:9092: gone'], ['Kafka']],
  [['the live log to be read again: no such topic'], ['the live log to be read again']],
  [[], []],
])('viewers read of %j no more than %j', (readiness, parts) => {
  expect(waitedParts(readiness)).toEqual(parts);
});
