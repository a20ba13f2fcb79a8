import type { Icon } from '@tabler/icons-react';
import IconDevices from '@tabler/icons-react/icons/IconDevices';
import IconChecklist from '@tabler/icons-react/icons/IconChecklist';
import IconKey from '@tabler/icons-react/icons/IconKey';
import IconShieldLock from '@tabler/icons-react/icons/IconShieldLock';
import IconUser from '@tabler/icons-react/icons/IconUser';
import { lazy, type ComponentType } from 'react';

/** A screen of a user who is signed out. Each loads when it is opened. */
export interface PublicScreen {
  path: string;
  Screen: ComponentType;
}

/** A screen for signed-in users. The navigation lists these screens in the order of their array. */
export interface Screen extends PublicScreen {
  label: string;
  Icon: Icon;
}

/** Screens that a user opens before the sign-in. Every other path shows the sign-in form, and its screen afterwards. */
export const publicScreens: PublicScreen[] = [
  { path: '/sign-up', Screen: lazy(() => import('./screens/SignUp.tsx')) },
  { path: '/forgotten-password', Screen: lazy(() => import('./screens/ForgottenPassword.tsx')) },
];

/** Screens behind the sign-in. Register yours here. The first one opens at `/`. */
export const screens: Screen[] = [
  {
    path: '/profile',
    label: 'Profile',
    Icon: IconUser,
    Screen: lazy(() => import('./screens/Profile.tsx')),
  },
  {
    path: '/password',
    label: 'Password',
    Icon: IconKey,
    Screen: lazy(() => import('./screens/ChangePassword.tsx')),
  },
  {
    path: '/devices',
    label: 'Devices',
    Icon: IconDevices,
    Screen: lazy(() => import('./screens/Devices.tsx')),
  },
  {
    path: '/second-factors',
    label: 'Second factors',
    Icon: IconShieldLock,
    Screen: lazy(() => import('./screens/SecondFactors.tsx')),
  },
  {
    path: '/access',
    label: 'What I may do',
    Icon: IconChecklist,
    Screen: lazy(() => import('./screens/Access.tsx')),
  },
];
