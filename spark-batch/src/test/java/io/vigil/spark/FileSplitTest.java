package io.vigil.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class FileSplitTest {

    @Test
    void coverAPlainFileWithoutGaps() {
        InputFile file = new InputFile("f.csv", 250, new byte[0], false);

        assertThat(FileSplit.of(file, 100))
                .extracting(FileSplit::start, FileSplit::end, FileSplit::isPart)
                .containsExactly(tuple(0L, 100L, true), tuple(100L, 200L, true), tuple(200L, 250L, true));
    }

    @Test
    void areNoneBehindTheEnd() {
        InputFile file = new InputFile("f.csv", 200, new byte[0], false);

        assertThat(FileSplit.of(file, 100)).hasSize(2);
        assertThat(FileSplit.of(file, 200)).singleElement().returns(false, FileSplit::isPart);
    }

    @Test
    void areOneForAGzippedFile() {
        InputFile file = new InputFile("f.csv.gz", 250, new byte[0], true);

        assertThat(FileSplit.of(file, 100)).singleElement().returns(false, FileSplit::isPart);
    }
}
