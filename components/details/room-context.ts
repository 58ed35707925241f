'use client';
import { createContext } from 'react';
import { EVERYTHING, type RoomFilter } from '../../lib/live/room-filter';

/** What the viewer looks through: cards and panels are about that alone. */
export const RoomContext = createContext<RoomFilter>(EVERYTHING);
