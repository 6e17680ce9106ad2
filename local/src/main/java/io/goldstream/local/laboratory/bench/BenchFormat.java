package io.goldstream.local.laboratory.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.goldstream.cli.output.ResultFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a benchmark's result is printed. */
public enum BenchFormat {
    /** Three tables, for people: what ran, what was to be reached, what came of it. */
    TABLE {
        @Override
        void print(String name, int repeats, BenchResult result, PrintStream out) {
            Set<String> processes = new LinkedHashSet<>();
            result.series().forEach(series -> processes.addAll(series.processes()));
            List<String> columns = new ArrayList<>(List.of("contender", "per second", "spread"));
            processes.forEach(process -> columns.add(process + " µs"));
            table(
                    out,
                    columns,
                    result.series().stream()
                            .map(series -> row(series, processes))
                            .toList());
            table(
                    out,
                    List.of("goal", "bound", "measured", "met"),
                    result.goals().stream()
                            .map(goal -> List.<Object>of(
                                    goal.name(), bound(goal), rounded(goal.measured()), goal.isMet() ? "yes" : "no"))
                            .toList());
            List<List<Object>> summary = new ArrayList<>();
            object(name, repeats, result).forEach((field, value) -> {
                if (!(value instanceof List)) {
                    summary.add(List.of(field, value));
                }
            });
            table(out, List.of("result", "value"), summary);
        }

        private List<Object> row(Series series, Set<String> processes) {
            List<Object> row = new ArrayList<>(List.of(
                    series.contender(),
                    Math.round(series.rate().median()),
                    rounded(series.rate().spread())));
            for (String process : processes) {
                row.add(series.processes().contains(process) ? rounded(series.cpuMicros(process)) : "");
            }
            return row;
        }

        private void table(PrintStream out, List<String> columns, List<List<Object>> rows) {
            if (rows.isEmpty()) {
                return;
            }
            ResultFormat.Printer table = ResultFormat.TABLE.printer(out);
            table.columns(columns);
            rows.forEach(table::row);
            table.end();
        }
    },

    /** One object: {@code name, ratio, spread, cpu_us_per_event}, details, {@code goals}, {@code series}. */
    JSON {
        @Override
        void print(String name, int repeats, BenchResult result, PrintStream out) throws IOException {
            out.println(new JsonMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(object(name, repeats, result)));
        }
    };

    private static final MathContext DIGITS = new MathContext(4);

    abstract void print(String name, int repeats, BenchResult result, PrintStream out) throws IOException;

    private static Map<String, Object> object(String name, int repeats, BenchResult result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.put("ratio", rounded(result.ratio().median()));
        object.put("spread", rounded(result.ratio().spread()));
        object.put("cpu_us_per_event", rounded(result.cpuMicrosPerEvent()));
        object.put("repeats", repeats);
        result.details()
                .forEach((field, value) -> object.put(field, value instanceof Double number ? rounded(number) : value));
        object.put("goals", result.goals().stream().map(BenchFormat::object).toList());
        object.put("series", result.series().stream().map(BenchFormat::object).toList());
        return object;
    }

    private static Map<String, Object> object(Goal goal) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", goal.name());
        object.put("bound", bound(goal));
        object.put("measured", rounded(goal.measured()));
        object.put("met", goal.isMet());
        return object;
    }

    private static Map<String, Object> object(Series series) {
        Map<String, Object> cpu = new LinkedHashMap<>();
        series.processes().forEach(process -> cpu.put(process, rounded(series.cpuMicros(process))));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", series.contender());
        object.put("events_per_second", Math.round(series.rate().median()));
        object.put("spread", rounded(series.rate().spread()));
        object.put("cpu_us_per_event", cpu);
        return object;
    }

    private static String bound(Goal goal) {
        return (goal.isMinimum() ? ">= " : "<= ") + rounded(goal.bound()).toPlainString();
    }

    /** Four digits: more would claim what no repeat confirms. */
    private static BigDecimal rounded(double number) {
        return Double.isFinite(number) ? new BigDecimal(number, DIGITS).stripTrailingZeros() : BigDecimal.ZERO;
    }
}
