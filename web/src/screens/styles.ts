// The whole style sheet of the component library, for every screen but the one that opens first.
import '@mantine/core/styles.layer.css';
