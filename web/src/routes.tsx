import IconUser from '@tabler/icons-react/icons/IconUser';
import type { Icon } from '@tabler/icons-react';
import { lazy, type ComponentType } from 'react';

/** A screen of a user who is signed out. Each loads when it is opened. */
export interface PublicScreen {
  path: string;
  Screen: ComponentType;
}

/** A screen behind the sign-in. It has its place in the navigation, in this order. */
export interface Screen extends PublicScreen {
  label: string;
  Icon: Icon;
}

/** Screens that a user opens before the sign-in. Every other path shows the sign-in form, and its screen afterwards. */
export const publicScreens: PublicScreen[] = [];

/** Screens behind the sign-in. Register yours here. The first one opens at `/`. */
export const screens: Screen[] = [
  {
    path: '/profile',
    label: 'Profile',
    Icon: IconUser,
    Screen: lazy(() => import('./screens/Profile.tsx')),
  },
];
