package io.vigil.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/** What came out of a benchmark. Its JSON is what an implementing record consists of, and what is marked here. */
interface Report {

    /** The name of its files, without what tells their format. */
    String fileName();

    String title();

    /** What was measured, in one sentence. */
    String conditions();

    /** What an item is called, in the plural. */
    String unit();

    Instant began();

    Machine machine();

    Comparison<?> comparison();

    /** The title of the column that only this benchmark has. */
    String ownColumn();

    /** What stands in it. */
    String ownCell(String contestant);

    @JsonProperty
    default List<Standing> standings() {
        return comparison().standings();
    }

    /** Whether the part is where it has to be. */
    @JsonProperty
    List<Check> checks();
}
