package org.yagura.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.yagura.bench.Curve;
import org.yagura.bench.Suite;

/** A curve as SVG: no background of its own, and colours that can be seen on a white and on a black page. */
final class Plot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final Pattern FRACTION = Pattern.compile("(\\d\\.\\d\\d)\\d+");
    private static final Color CLEAR = new Color(0, 0, 0, 0);
    private static final Color INK = new Color(0x7d8590);
    private static final Color GRID = new Color(0x80, 0x80, 0x80, 0x40);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Map<Suite, Color> COLOURS = new EnumMap<>(Map.of(
            Suite.YAGURA,
            new Color(0xd1242f),
            Suite.DAEMONTOOLS,
            new Color(0x2f81f7),
            Suite.RUNIT,
            new Color(0x2da44e),
            Suite.S6,
            new Color(0xa371f7),
            Suite.SUPERVISORD,
            new Color(0xbf8700),
            Suite.FLOOR,
            INK));

    private Plot() {}

    /** The drawing; empty where there is nothing to draw. */
    static byte[] svg(Curve curve, Map<Suite, SortedMap<Long, Double>> medians) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(curve.across())
                .yAxisTitle(curve.unit())
                .build();
        style(chart.getStyler(), curve);
        for (Map.Entry<Suite, SortedMap<Long, Double>> line : medians.entrySet()) {
            Color colour = COLOURS.get(line.getKey());
            if (colour != null) {
                add(chart, curve, line.getKey(), colour, line.getValue());
            }
        }
        if (chart.getSeriesMap().isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        // A hundredth of a point is enough, and halves the file.
        return FRACTION.matcher(bytes.toString(StandardCharsets.UTF_8))
                .replaceAll("$1")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void add(XYChart chart, Curve curve, Suite suite, Color colour, SortedMap<Long, Double> line) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        line.forEach((number, value) -> {
            // There is no place for 0 on a logarithmic axis.
            if (!curve.logarithmic() || value > 0) {
                x.add((double) number);
                y.add(value);
            }
        });
        if (x.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(suite.title, x, y);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setLineStyle(suite == Suite.FLOOR ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        series.setLineWidth(suite == Suite.YAGURA ? 3 : 2);
    }

    private static void style(XYStyler styler, Curve curve) {
        styler.setChartBackgroundColor(CLEAR);
        styler.setPlotBackgroundColor(CLEAR);
        styler.setLegendBackgroundColor(CLEAR);
        styler.setLegendBorderColor(CLEAR);
        styler.setPlotBorderColor(GRID);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setChartFontColor(INK);
        styler.setXAxisTickLabelsColor(INK);
        styler.setYAxisTickLabelsColor(INK);
        styler.setAxisTickMarksColor(INK);
        styler.setAxisTickLabelsFont(TEXT);
        styler.setAxisTitleFont(TEXT);
        styler.setLegendFont(TEXT);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setXAxisLogarithmic(true);
        styler.setXAxisDecimalPattern("#,##0");
        styler.setYAxisLogarithmic(curve.logarithmic());
        styler.setMarkerSize(7);
        styler.setAntiAlias(true);
        if (!curve.logarithmic()) {
            styler.setYAxisMin(0.0);
        }
    }
}
