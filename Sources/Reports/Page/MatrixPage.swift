/// The table of several reports as one page.
struct MatrixPage {
  let matrix: ReportMatrix

  var text: String { "" }
}
