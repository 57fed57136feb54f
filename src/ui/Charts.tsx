import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { AXIS, CHART_HEIGHT, CHART_MARGIN, TOOLTIP } from './chart-style.ts';

/* The charts of the app, to be put into a Figure. They are large: load them with the screen's own charts, lazily. */

/** What is drawn of each point: the figure `key`, under a name, in a colour. */
interface Series {
  key: string;
  label: string;
  colour: string;
}

interface ChartProps<Each extends Series> {
  /** `name` stands below the point. */
  points: readonly { name: string }[];
  series: readonly Each[];
  /** Room for the figures at the side, in pixels. */
  figuresWidth: number;
}

/** A column a point, in which the series stand on each other. */
export const Columns = ({ points, series, figuresWidth }: ChartProps<Series>) => (
  <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
    <BarChart data={points} accessibilityLayer={false} margin={CHART_MARGIN} barCategoryGap="18%">
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis dataKey="name" {...AXIS} minTickGap={28} />
      <YAxis {...AXIS} axisLine={false} allowDecimals={false} width={figuresWidth} />
      <Tooltip {...TOOLTIP} cursor={{ fill: 'var(--surface-hover)' }} />
      {series.map(({ key, label, colour }) => (
        <Bar
          key={key}
          dataKey={key}
          name={label}
          stackId="column"
          fill={colour}
          isAnimationActive={false}
          maxBarSize={36}
        />
      ))}
    </BarChart>
  </ResponsiveContainer>
);

interface LinesProps extends ChartProps<Series & { isDashed?: boolean }> {
  /** How a figure reads; as a number unless given. */
  format?: (figure: number) => string;
}

/** A line for each series; a dashed one is only there to compare with, and lies behind. */
export const Lines = ({ points, series, figuresWidth, format = String }: LinesProps) => (
  <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
    <LineChart data={points} accessibilityLayer={false} margin={CHART_MARGIN}>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis dataKey="name" {...AXIS} minTickGap={28} padding={{ left: 12, right: 12 }} />
      <YAxis {...AXIS} axisLine={false} allowDecimals={false} width={figuresWidth} tickFormatter={format} />
      <Tooltip {...TOOLTIP} cursor={{ stroke: 'var(--line-strong)' }} formatter={(figure) => format(Number(figure))} />
      {series
        .toSorted((a, b) => Number(b.isDashed ?? false) - Number(a.isDashed ?? false))
        .map(({ key, label, colour, isDashed }) => (
          <Line
            key={key}
            dataKey={key}
            name={label}
            stroke={colour}
            isAnimationActive={false}
            {...(isDashed
              ? { strokeWidth: 1.5, strokeDasharray: '4 4', dot: false }
              : { strokeWidth: 2, dot: { r: 2.5, fill: colour } })}
          />
        ))}
    </LineChart>
  </ResponsiveContainer>
);
