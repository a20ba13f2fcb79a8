import './styles.ts';
import { MantineProvider } from '@mantine/core';
import { GatehouseProvider } from '@gatehouse/client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { gatehouse } from './gatehouse.ts';
import { theme, variables } from './theme.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <GatehouseProvider gatehouse={gatehouse}>
        <App />
      </GatehouseProvider>
    </MantineProvider>
  </StrictMode>,
);
