import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { AXIS, CHART_HEIGHT, CHART_MARGIN, TOOLTIP } from './chart-style.ts';

/* For use inside a Figure. Load them lazily: recharts is large. */

/** `key` names the property of each point that is drawn. */
interface ChartSeries {
  key: string;
  label: string;
  colour: string;
}

interface ChartProps<Series extends ChartSeries> {
  /** `name` is the label of the point on the x-axis. */
  points: readonly { name: string }[];
  series: readonly Series[];
  /** Width of the y-axis, in pixels. */
  axisWidth: number;
}

/** One column for each point, with the series stacked. */
export const StackedColumnChart = ({ points, series, axisWidth }: ChartProps<ChartSeries>) => (
  <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
    <BarChart data={points} accessibilityLayer={false} margin={CHART_MARGIN} barCategoryGap="18%">
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis dataKey="name" {...AXIS} minTickGap={28} />
      <YAxis {...AXIS} axisLine={false} allowDecimals={false} width={axisWidth} />
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

interface MultiLineChartProps extends ChartProps<ChartSeries & { isDashed?: boolean }> {
  /** The text of a value; `String` by default. */
  format?: (value: number) => string;
}

/** One line for each series. A dashed one is for comparison and is drawn behind the others. */
export const MultiLineChart = ({ points, series, axisWidth, format = String }: MultiLineChartProps) => (
  <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
    <LineChart data={points} accessibilityLayer={false} margin={CHART_MARGIN}>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis dataKey="name" {...AXIS} minTickGap={28} padding={{ left: 12, right: 12 }} />
      <YAxis {...AXIS} axisLine={false} allowDecimals={false} width={axisWidth} tickFormatter={format} />
      <Tooltip {...TOOLTIP} cursor={{ stroke: 'var(--line-strong)' }} formatter={(value) => format(Number(value))} />
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
