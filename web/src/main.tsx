import './styles.ts';
import { MantineProvider } from '@mantine/core';
import { GatehouseProvider } from '@gatehouse/client/react';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { gatehouse } from './gatehouse.ts';
import { theme, variables } from './theme.ts';

// Not in a production build: Vite leaves out what is never imported.
const DevelopmentBar =
  import.meta.env.MODE === 'development'
    ? lazy(() => import('./development/DevelopmentBar.tsx'))
    : undefined;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <GatehouseProvider gatehouse={gatehouse}>
        <App />
        {DevelopmentBar && (
          <Suspense>
            <DevelopmentBar />
          </Suspense>
        )}
      </GatehouseProvider>
    </MantineProvider>
  </StrictMode>,
);
