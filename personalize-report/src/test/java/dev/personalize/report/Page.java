package dev.personalize.report;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The page of a report, taken apart. */
final class Page {
    private Page() {}

    static Element of(Section section) throws IOException, SAXException, ParserConfigurationException {
        return of(new Report("r", List.of(section)));
    }

    static Element of(Report report) throws IOException, SAXException, ParserConfigurationException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(report.toHtml())))
                .getDocumentElement();
    }

    static List<Element> elements(Element in, String tag) {
        NodeList found = in.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    static List<String> texts(Element in, String tag) {
        return elements(in, tag).stream().map(Element::getTextContent).toList();
    }

    static List<Element> marks(Element svg) {
        return elements(svg, "*").stream()
                .filter(element -> element.getAttribute("class").startsWith("mark "))
                .toList();
    }

    /** {@return what the dots and points of a plot say, in their order} */
    static List<String> points(Element svg) {
        return elements(svg, "circle").stream().map(Element::getTextContent).toList();
    }
}
