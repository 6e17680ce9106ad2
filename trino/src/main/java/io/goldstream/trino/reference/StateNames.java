package io.goldstream.trino.reference;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** State codes and their names, one state a line. */
final class StateNames implements RowWriter {

    private final Set<String> seen = new HashSet<>();

    @Override
    public List<String> columns() {
        return List.of("stateCode", "stateName");
    }

    @Override
    public void write(CsvRow row, JsonGenerator json) throws IOException {
        String state = row.state("stateCode");
        if (state != null && !seen.add(state)) {
            row.problem("stateCode", "the state " + state + " has a name already: keep one of the two lines");
        }
        json.writeStringField("state", state);
        json.writeStringField("state_name", row.name("stateName"));
    }
}
