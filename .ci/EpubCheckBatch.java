// Checks many books in one virtual machine. Each message is a row `SEVERITY <tab> file <tab> id message @ place`;
// after each book a row `DONE <tab> file`.

import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.DefaultReportImpl;
import com.adobe.epubcheck.util.ReportingLevel;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

class EpubCheckBatch {
    static class Rows extends DefaultReportImpl {
        private final String name;

        Rows(String name) {
            super(name);
            setReportingLevel(ReportingLevel.Usage);
            this.name = name;
        }

        @Override
        public void message(Message message, EPUBLocation location, Object... arguments) {
            if (message.getSeverity() == Severity.INFO || message.getSeverity() == Severity.SUPPRESSED) {
                return;
            }
            String text = message.getMessage(arguments).replaceAll("\\s+", " ");
            System.out.println(message.getSeverity() + "\t" + name + "\t" + message.getID() + " " + text + " @ " + location);
        }
    }

    public static void main(String[] arguments) throws Exception {
        for (String name : Files.readAllLines(Path.of(arguments[0]))) {
            new EpubCheck(new File(name), new Rows(name)).check();
            System.out.println("DONE\t" + name);
        }
    }
}
